import { expect, test } from "vitest";
import { namespace } from "../../connectors/kubernetes/kinds/namespace.ts";
import { networkPolicy } from "../../connectors/kubernetes/kinds/network-policy.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import { object, watch } from "../support/entities.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const named = (name: string) => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
const space = (name: string) => object(namespace, `eu-1/${name}`, { labels: { "kubernetes.io/metadata.name": name } });
const listening = (name: string, app: string, ...ports: readonly object[]) =>
  object(pod, `eu-1/${name}`, { labels: { app }, spec: { containers: [{ name: "app", image: "app", ports }] } });
const policy = (path: string, spec: object) =>
  object(networkPolicy, path.split("/").length === 3 ? path : `eu-1/${path}`, { spec });
const web = { name: "web", containerPort: 8080 };

const graph = new NaiveGraph([
  ...["NetworkPolicy", "Pod", "Namespace"].map((type) => watch("eu-1", type)),
  object(pod, "us-1/shop/cart", { labels: { app: "cart" } }),
  policy("us-1/shop/deny", { podSelector: {} }),
  space("shop"),
  space("dns"),
  object(namespace, "us-1/dns", { labels: { "kubernetes.io/metadata.name": "dns" } }),
  listening("shop/cart", "cart", web),
  listening("shop/cart-new", "cart", { ...web, containerPort: 9090 }),
  listening("shop/search", "search"),
  object(pod, "eu-1/shop/agent", { labels: { app: "agent" }, spec: { hostNetwork: true } }),
  listening("dns/dns-1", "dns", { name: "query", containerPort: 53, protocol: "UDP" }),
  listening("dns/cache", "cache"),
  policy("shop/deny", { podSelector: { matchLabels: { app: "search" } }, policyTypes: ["Ingress"] }),
  policy("shop/cart", {
    podSelector: { matchLabels: { app: "cart" } },
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ from: [{ podSelector: { matchLabels: { app: "search" } } }], ports: [{ port: "web" }] }],
    egress: [
      {
        to: [{ namespaceSelector: named("dns"), podSelector: { matchLabels: { app: "dns" } } }],
        ports: [{ protocol: "UDP", port: "query" }],
      },
      { to: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }], ports: [{ port: 5432, endPort: 5440 }] },
      { ports: [{ protocol: "SCTP" }] },
      { to: [{ namespaceSelector: named("dns") }] },
    ],
  }),
  policy("shop/lonely", {
    podSelector: { matchLabels: { app: "agent" } },
    ingress: [{ from: [{ podSelector: {} }, { podSelector: { matchLabels: { app: "ghost" } } }] }],
  }),
  policy("shop/agents", { podSelector: { matchLabels: { app: "agent" } } }),
  policy("shop/broken", { podSelector: { matchLabels: { app: 1 } }, policyTypes: ["Egress"] }),
  policy("shop/idle", {
    podSelector: { matchLabels: { app: "gone" } },
    ingress: [{ from: [{ ipBlock: { cidr: "nowhere" } }] }],
  }),
]);

const rule = `index
  peers { kind cidr except namespaces { nodes { name } } pods { totalCount nodes { id } } }
  ports { protocol name from to numbers }`;

const read = async (name: string) => {
  const { networkPolicy: one } = await graph.query(
    `query ($name: String!) { networkPolicy(cluster: "eu-1", namespace: "shop", name: $name) {
      ingress { ${rule} } egress { ${rule} } problems { code message object { id } }
    } }`,
    { name },
  );
  return one;
};
const pods = (...places: readonly string[]) => ({
  totalCount: places.length,
  nodes: places.map((place) => ({ id: `Pod/eu-1/${place}` })),
});

test("a policy tells whom it lets in, with names of ports as its own pods have them", async () => {
  const { ingress } = await read("cart");

  expect(ingress).toEqual([
    {
      index: 0,
      peers: [
        { kind: "PODS", cidr: null, except: [], namespaces: { nodes: [{ name: "shop" }] }, pods: pods("shop/search") },
      ],
      ports: [{ protocol: "TCP", name: "web", from: null, to: null, numbers: [8080, 9090] }],
    },
  ]);
});

test("a policy tells where its pods may send, with names of ports as the peers have them", async () => {
  const { egress } = await read("cart");
  const none = { cidr: null, except: [] };

  expect(egress).toEqual([
    {
      index: 0,
      peers: [{ kind: "PODS", ...none, namespaces: { nodes: [{ name: "dns" }] }, pods: pods("dns/dns-1") }],
      ports: [{ protocol: "UDP", name: "query", from: null, to: null, numbers: [53] }],
    },
    {
      index: 1,
      peers: [
        { kind: "IP_BLOCK", cidr: "10.0.0.0/8", except: ["10.1.0.0/16"], namespaces: { nodes: [] }, pods: pods() },
      ],
      ports: [{ protocol: "TCP", name: null, from: 5432, to: 5440, numbers: [] }],
    },
    { index: 2, peers: null, ports: [{ protocol: "SCTP", name: null, from: 1, to: 65_535, numbers: [] }] },
    {
      index: 3,
      peers: [
        { kind: "PODS", ...none, namespaces: { nodes: [{ name: "dns" }] }, pods: pods("dns/cache", "dns/dns-1") },
      ],
      ports: null,
    },
  ]);
});

test.each([
  ["deny", { ingress: [], egress: null, problems: [] }],
  [
    "broken",
    {
      ingress: null,
      egress: [],
      problems: [
        {
          code: "INVALID_SELECTOR",
          message: expect.stringContaining("spec.podSelector"),
          object: null,
        },
      ],
    },
  ],
])("the policy %s tells what it denies, and what is wrong with it", async (name, expected) => {
  expect(await read(name)).toEqual(expected);
});

test("a peer that is no pod now is told, because nothing is allowed by it", async () => {
  const { problems } = await read("lonely");

  expect(problems).toEqual([
    { code: "PEER_SELECTS_NOTHING", message: "spec.ingress[0].from[1] selects no pod", object: null },
  ]);
});

test("a policy that selects no pod, or names no network, has problems", async () => {
  const { problems } = await read("idle");

  expect(problems.map(({ code }: { readonly code: string }) => code)).toEqual(["INVALID_CIDR", "SELECTS_NOTHING"]);
});

test.each([
  ["shop", "search", [true, true, ["deny"], []], [null, false, [], ["broken"]]],
  ["shop", "cart", [true, false, ["cart"], []], [true, false, ["cart"], ["broken"]]],
  ["shop", "agent", [null, false, ["agents", "lonely"], []], [null, false, [], ["broken"]]],
  ["dns", "cache", [false, false, [], []], [false, false, [], []]],
])("the pod %s/%s tells whether policies restrict it", async (inNamespace, name, ingress, egress) => {
  const { pod: one } = await graph.query(
    `query ($inNamespace: String!, $name: String!) { pod(cluster: "eu-1", namespace: $inNamespace, name: $name) { isolation {
      ingress { isolated defaultDeny policies { name } unreadable { name } }
      egress { isolated defaultDeny policies { name } unreadable { name } }
    } } }`,
    { inNamespace, name },
  );
  const shown = ([isolated, defaultDeny, policies, unreadable]: typeof ingress) => ({
    isolated,
    defaultDeny,
    policies: (policies as readonly string[]).map((each) => ({ name: each })),
    unreadable: (unreadable as readonly string[]).map((each) => ({ name: each })),
  });

  expect(one.isolation).toEqual({ ingress: shown(ingress), egress: shown(egress) });
});

test("while not all policies are known, a pod that none is seen to isolate is not called free", async () => {
  const { pod: one } = await graph.query(`{ pod(cluster: "us-1", namespace: "shop", name: "cart") { isolation {
    ingress { isolated policies { name } } egress { isolated }
  } } }`);

  expect(one.isolation).toEqual({
    ingress: { isolated: true, policies: [{ name: "deny" }] },
    egress: { isolated: null },
  });
});
