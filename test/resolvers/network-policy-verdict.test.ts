import { expect, test } from "vitest";
import { kubernetesNode } from "../../connectors/kubernetes/kinds/kubernetes-node.ts";
import { kubernetesService } from "../../connectors/kubernetes/kinds/kubernetes-service.ts";
import { namespace } from "../../connectors/kubernetes/kinds/namespace.ts";
import { networkPolicy } from "../../connectors/kubernetes/kinds/network-policy.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import type { WireParts } from "../support/entities.ts";
import { object, watch } from "../support/entities.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const at = (
  name: string,
  podIP: string,
  { spec = {}, status = {}, ...parts }: WireParts & { spec?: object; status?: object } = {},
) =>
  object(pod, `eu-1/${name}`, {
    labels: { app: name.split("/")[1] ?? "" },
    spec: {
      nodeName: "node-a",
      containers: [{ name: "app", image: "app", ports: [{ name: "db", containerPort: 5432 }] }],
      ...spec,
    },
    status: { phase: "Running", podIP, ...status },
    ...parts,
  });
const policy = (name: string, spec: object) => object(networkPolicy, `eu-1/${name}`, { spec });
const only = (app: string) => ({ podSelector: { matchLabels: { app } } });

const graph = new NaiveGraph([
  ...["NetworkPolicy", "Namespace", "Pod", "KubernetesNode", "KubernetesService"].map((type) => watch("eu-1", type)),
  object(namespace, "eu-1/shop"),
  object(namespace, "eu-1/calm"),
  at("shop/web", "10.0.0.1"),
  at("shop/db", "10.0.0.2"),
  at("shop/other", "10.0.0.3"),
  at("shop/agent", "10.9.0.1", { spec: { hostNetwork: true } }),
  at("shop/ended", "10.0.0.7", { status: { phase: "Succeeded" } }),
  at("shop/new", "10.0.0.7"),
  at("calm/free", "10.0.0.8"),
  at("shop/six", "2001:db8::2"),
  policy("shop/six", { ...only("six"), policyTypes: ["Ingress"], ingress: [{ from: [only("web")] }] }),
  policy("shop/to-six", { ...only("web"), policyTypes: ["Egress"], egress: [{ to: [only("six")] }] }),
  at("shop/web-six", "2001:db8::1", { labels: { app: "web" } }),
  object(pod, "us-1/shop/db", { labels: { app: "db" } }),
  object(kubernetesNode, "eu-1/node-a", { status: { addresses: [{ type: "InternalIP", address: "10.9.0.1" }] } }),
  object(kubernetesNode, "eu-1/node-b", { status: { addresses: [{ type: "InternalIP", address: "10.9.0.2" }] } }),
  object(kubernetesService, "eu-1/shop/db", { spec: { clusterIPs: ["10.100.0.1"], ports: [{ port: 5432 }] } }),
  policy("shop/db", {
    ...only("db"),
    policyTypes: ["Ingress"],
    ingress: [{ from: [only("web")], ports: [{ port: "db" }] }],
  }),
  policy("shop/web", {
    ...only("web"),
    policyTypes: ["Egress"],
    egress: [
      { to: [only("db")] },
      { to: [only("new")] },
      { to: [{ ipBlock: { cidr: "198.51.100.0/24" } }], ports: [{ port: 443 }] },
    ],
  }),
]);

const fields = `allowed reason message caveats
  ingress { allowed reason isolated allowedBy { rule policy { id } } }
  egress { allowed reason isolated allowedBy { rule policy { id } } }`;
const ask = async (from: string, to: Record<string, unknown>) => {
  const [inNamespace, name] = from.split("/");
  const variables = { inNamespace, name, port: 5432, ...to };
  const { pod: one } = await graph.query(
    `query ($inNamespace: String!, $name: String!, $pod: ID, $address: String, $port: Int!, $protocol: String = "TCP") {
      pod(cluster: "eu-1", namespace: $inNamespace, name: $name) {
        networkPolicyVerdict(pod: $pod, address: $address, port: $port, protocol: $protocol) { ${fields} }
      }
    }`,
    variables,
  );
  return one.networkPolicyVerdict;
};

const pods = (name: string) => ({ pod: `Pod/eu-1/${name}` });

test("a verdict names the rules of both ends that allow it", async () => {
  const rule = (name: string) => [{ rule: 0, policy: { id: `NetworkPolicy/eu-1/shop/${name}` } }];
  const side = { allowed: "ALLOWED", reason: "ALLOWED_BY_RULE", isolated: true };

  expect(await ask("shop/web", pods("shop/db"))).toEqual({
    allowed: "ALLOWED",
    reason: "ALLOWED_BY_RULE",
    message: expect.stringContaining("A rule"),
    caveats: [],
    ingress: { ...side, allowedBy: rule("db") },
    egress: { ...side, allowedBy: rule("web") },
  });
});

test.each([
  ["shop/other", pods("shop/db"), "DENIED", "NO_RULE_ALLOWS"],
  ["shop/web", { ...pods("shop/db"), port: 80 }, "DENIED", "NO_RULE_ALLOWS"],
  ["shop/web", { ...pods("shop/db"), protocol: "UDP" }, "DENIED", "NO_RULE_ALLOWS"],
  ["shop/web", { ...pods("shop/db"), protocol: "ICMP" }, "UNKNOWN", "PROTOCOL_UNDEFINED"],
  ["shop/web", pods("shop/web"), "ALLOWED", "OWN_POD"],
  ["shop/other", pods("calm/free"), "ALLOWED", "NOT_ISOLATED"],
  ["shop/web", pods("shop/ended"), "UNKNOWN", "POD_FINISHED"],
  ["shop/web", pods("shop/agent"), "UNKNOWN", "HOST_NETWORK"],
  ["shop/web", { address: "10.0.0.2" }, "ALLOWED", "ALLOWED_BY_RULE"],
  ["shop/other", { address: "10.0.0.2" }, "DENIED", "NO_RULE_ALLOWS"],
  ["shop/web", { address: "10.0.0.7" }, "ALLOWED", "ALLOWED_BY_RULE"],
  ["shop/web", { address: "10.9.0.1" }, "UNKNOWN", "OWN_NODE_EGRESS"],
  ["shop/web", { address: "10.9.0.2" }, "DENIED", "NO_RULE_ALLOWS"],
  ["shop/web", { address: "10.100.0.1" }, "UNKNOWN", "ADDRESS_REWRITTEN"],
  ["shop/web", { address: "198.51.100.7", port: 443 }, "ALLOWED", "ALLOWED_BY_RULE"],
  ["shop/web", { address: "198.51.100.7", port: 80 }, "DENIED", "NO_RULE_ALLOWS"],
  ["calm/free", { address: "198.51.100.7" }, "ALLOWED", "NOT_ISOLATED"],
  ["calm/free", { address: "2001:db8::1" }, "ALLOWED", "NOT_ISOLATED"],
] as const)("from %s to %j: %s, because of %s", async (from, to, allowed, reason) => {
  expect(await ask(from, to)).toMatchObject({ allowed, reason });
});

test.each([
  [{}, "give either `pod` or `address`"],
  [{ pod: null, address: null }, "give either `pod` or `address`"],
  [{ pod: "Pod/eu-1/shop/db", address: "10.0.0.2" }, "give either `pod` or `address`"],
  [{ address: "db.example" }, "`address` is not an IP address"],
  [{ address: "10.0.0.0/8" }, "`address` is not an IP address"],
  [{ address: "" }, "`address` is not an IP address"],
  [{ pod: "" }, "`pod` is not the id of a pod of the same cluster"],
  [{ pod: "Pod/eu-1/shop/gone" }, "`pod` is not the id of a pod of the same cluster"],
  [{ pod: "Pod/us-1/shop/db" }, "`pod` is not the id of a pod of the same cluster"],
  [{ pod: "Namespace/eu-1/shop" }, "`pod` is not the id of a pod of the same cluster"],
])("the arguments %j are refused, and the answer says what is wrong", async (to, message) => {
  const refusal = await ask("shop/web", to).catch((error: unknown) => error);

  expect(refusal).toMatchObject({ errors: [{ message, originalError: { code: "BAD_USER_INPUT" } }] });
});

test.each([-1, 0, 65_536])("no connection goes to port %i", async (port) => {
  const refusal = await ask("shop/web", { ...pods("shop/db"), port }).catch((error: unknown) => error);

  expect(refusal).toMatchObject({ errors: [{ message: "`port` must be from 1 to 65535" }] });
});

test.each(["2001:db8::2", "2001:DB8::2", "2001:db8:0:0:0:0:0:2"])(
  "an address means the same as %s",
  async (address) => {
    const { pod: one } = await graph.query(
      `query ($address: String!) { pod(cluster: "eu-1", namespace: "shop", name: "web-six") {
      networkPolicyVerdict(address: $address, port: 80) { allowed }
    } }`,
      { address },
    );

    expect(one.networkPolicyVerdict).toEqual({ allowed: "ALLOWED" });
  },
);
