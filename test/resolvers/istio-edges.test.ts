import { expect, test } from "vitest";
import { destinationRule } from "../../connectors/istio/destination-rule.ts";
import { istioMeshConfig } from "../../connectors/istio/istio-mesh-config.ts";
import { serviceEntry } from "../../connectors/istio/service-entry.ts";
import { sidecar } from "../../connectors/istio/sidecar.ts";
import { virtualService } from "../../connectors/istio/virtual-service.ts";
import { workloadEntry } from "../../connectors/istio/workload-entry.ts";
import { deployment } from "../../connectors/kubernetes/kinds/deployment.ts";
import { kubernetesService } from "../../connectors/kubernetes/kinds/kubernetes-service.ts";
import { namespace } from "../../connectors/kubernetes/kinds/namespace.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import type { Entity } from "../../schema/entity.ts";
import type { WireParts } from "../support/entities.ts";
import { object, source, watch } from "../support/entities.ts";
import type { Answer } from "../support/naive-graph.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const read = [
  ["ServiceEntry", "KubernetesService", "Sidecar", "VirtualService", "DestinationRule", "Namespace"],
  ["IstioMeshConfig", "WorkloadEntry", "Pod"],
].flat();
const watches = read.map((type) => watch("eu-1", type));

const http = { number: 80, name: "http", protocol: "HTTP" };
const entry = (path: string, spec: object) =>
  object(serviceEntry, `eu-1/${path}`, { spec: { ports: [http], resolution: "DNS", ...spec } });
const service = (path: string, spec: object = {}) =>
  object(kubernetesService, `eu-1/${path}`, {
    spec: { type: "ClusterIP", clusterIPs: ["10.0.0.1"], ports: [{ port: 80, name: "http" }], ...spec },
  });
const workload = (name: string, parts: WireParts = {}) =>
  object(pod, `eu-1/shop/${name}`, {
    labels: { app: "web", version: "v1" },
    spec: { containers: [{ name: "app", image: "app", ports: [{ name: "http", containerPort: 8080 }] }] },
    status: { phase: "Running", podIP: "10.1.0.1", conditions: [{ type: "Ready", status: "True" }] },
    ...parts,
  });
const ready = { podIP: "10.1.0.2", conditions: [{ type: "Ready", status: "False" }], phase: "Running" };
const to = (host: string, more: object = {}) => [{ destination: { host, ...more } }];

const objects: readonly Entity[] = [
  object(istioMeshConfig, "eu-1/istio-system/istio", { data: { mesh: "{}" } }),
  object(deployment, "eu-1/istio-system/istiod", {
    labels: { app: "istiod", "istio.io/rev": "default" },
    spec: { template: { spec: { containers: [{ name: "discovery", image: "istio/pilot:1.30.3" }] } } },
  }),
  ...["shop", "pay", "istio-system"].map((name) => object(namespace, `eu-1/${name}`)),
  object(namespace, "us-1/shop"),

  entry("shop/api", { hosts: ["api.example", "api.example", "API.example"] }),
  entry("pay/api", { hosts: ["api.example"], ports: [{ ...http, protocol: "TCP" }] }),
  entry("pay/mine", { hosts: ["mine.example"], exportTo: ["."] }),
  entry("shop/inline", {
    hosts: ["inline.example", "other.example"],
    resolution: "STATIC",
    ports: [http, { number: 443, name: "https", protocol: "TLS" }],
    endpoints: [
      { address: "10.9.0.1", ports: { http: 8080 } },
      { address: "10.9.0.1", ports: { http: 8081 } },
      { address: "10.9.0.2", ports: { http: 2 ** 40 } },
    ],
  }),
  entry("shop/chosen", {
    hosts: ["chosen.example"],
    resolution: "STATIC",
    workloadSelector: { labels: { app: "web" } },
  }),
  entry("shop/local", { hosts: ["local.example", "everywhere.example"], exportTo: ["nowhere"] }),
  workload("web-1"),
  workload("web-2", { status: ready }),
  object(workloadEntry, "eu-1/shop/machine", { spec: { address: "10.8.0.1", labels: { app: "web" } } }),
  object(workloadEntry, "eu-1/pay/machine", { spec: { address: "10.8.0.2", labels: { app: "web" } } }),

  service("shop/web", { selector: { app: "web" } }),
  service("pay/web", { selector: { app: "web" } }),
  object(virtualService, "eu-1/shop/first", {
    spec: { hosts: ["api.example"], http: [{ route: to("web") }, { route: to("gone.example") }] },
  }),
  object(virtualService, "eu-1/shop/second", {
    spec: {
      hosts: ["api.example"],
      gateways: ["mesh", "gone"],
      http: [{ route: to("mine.example", { subset: "v1" }) }],
    },
  }),
  object(virtualService, "eu-1/pay/capitals", {
    spec: { hosts: ["capitals.example"], http: [{ route: to("API.example") }, { route: to("Api.example") }] },
  }),
  object(destinationRule, "eu-1/shop/first", {
    spec: {
      host: "web",
      subsets: [
        { name: "v1", labels: { version: "v1" } },
        { name: "v2", labels: { version: "v2" } },
      ],
    },
  }),
  object(destinationRule, "eu-1/shop/second", {
    spec: { host: "web.shop.svc.cluster.local", subsets: [{ name: "v1", labels: { version: "v1" } }] },
  }),
  object(destinationRule, "eu-1/shop/wide", { spec: { host: "*.example" } }),
  object(destinationRule, "eu-1/pay/short", { spec: { host: "web" } }),
  object(sidecar, "eu-1/shop/older", { spec: { egress: [{ hosts: ["./*", "*/*.example", "*/gone.test"] }] } }),
  object(sidecar, "eu-1/shop/younger", { spec: { egress: [{ hosts: ["*/inline.example"] }] } }),
  object(sidecar, "eu-1/pay/narrow", { spec: { egress: [{ hosts: ["./*", "shop/other.example"] }] } }),
  object(sidecar, "us-1/shop/elsewhere", { spec: { egress: [{ hosts: ["*/*"] }] } }),
];

const graph = new NaiveGraph([source("eu-1"), source("us-1"), ...watches, ...objects]);

const ask = async (kind: string, path: string, fields: string, over = graph): Promise<Answer> => {
  const [inNamespace, name] = path.split("/");
  const { it } = await over.query(
    `query ($inNamespace: String!, $name: String!) { it: ${kind}(cluster: "eu-1", namespace: $inNamespace, name: $name) { ${fields} } }`,
    { inNamespace, name },
  );
  return it;
};
const problemsOf = async (
  kind: string,
  path: string,
  over = graph,
): Promise<readonly (readonly [string, string | null])[]> => {
  const { problems } = await ask(kind, path, "problems { code object { id } }", over);
  return problems.map(({ code, object: other }: Answer) => [code, other?.id ?? null] as const);
};

test("an entry tells once for each of its hosts who answers for it in its own namespace", async () => {
  const { resolutions } = await ask(
    "serviceEntry",
    "shop/api",
    "resolutions { host outcome object { id } claims { object { id } verdict } }",
  );

  expect(resolutions).toMatchObject([
    { host: "api.example", outcome: "RESOLVED", object: { id: "ServiceEntry/eu-1/shop/api" } },
    { host: "API.example", outcome: "RESOLVED", object: { id: "ServiceEntry/eu-1/shop/api" } },
  ]);
  expect(resolutions[0].claims).toHaveLength(2);
  expect(resolutions[1].claims).toHaveLength(1);
});

test("an entry's targets are each place that is written in it, once for all its hosts, with ports that are ports", async () => {
  const { targets } = await ask(
    "serviceEntry",
    "shop/inline",
    "targets { doubt leftOut { reason } targets { address from object { id } ports { number targetPort } } }",
  );
  const ports = (targetPort: number) => [
    { number: 80, targetPort },
    { number: 443, targetPort: 443 },
  ];
  const inline = { from: "INLINE", object: null };

  expect(targets).toEqual({
    doubt: null,
    leftOut: [],
    targets: [
      { ...inline, address: "10.9.0.1", ports: ports(8080) },
      { ...inline, address: "10.9.0.1", ports: ports(8081) },
      { ...inline, address: "10.9.0.2", ports: [{ number: 443, targetPort: 443 }] },
    ],
  });
});

test("an entry with a selector leads to the ready pods and the machines of its namespace, and tells what is left out", async () => {
  const { targets } = await ask(
    "serviceEntry",
    "shop/chosen",
    "targets { doubt leftOut { object { id } reason } targets { address from object { id } ports { targetPort } } }",
  );

  expect(targets).toEqual({
    doubt: null,
    leftOut: [{ object: { id: "Pod/eu-1/shop/web-2" }, reason: expect.stringContaining("ready") }],
    targets: [
      { address: "10.1.0.1", from: "POD", object: { id: "Pod/eu-1/shop/web-1" }, ports: [{ targetPort: 8080 }] },
      {
        address: "10.8.0.1",
        from: "WORKLOAD_ENTRY",
        object: { id: "WorkloadEntry/eu-1/shop/machine" },
        ports: [{ targetPort: 80 }],
      },
    ],
  });
});

test.each(["Pod", "WorkloadEntry"])(
  "while the %s objects are not listed, an entry's targets are in doubt",
  async (type) => {
    const some = [
      ...watches.filter((one) => one.type !== type),
      watch("eu-1", type, { listed: false, phase: "LISTING" }),
    ];
    const fields = "targets { doubt }";
    const over = new NaiveGraph([source("eu-1"), ...some, ...objects]);

    expect((await ask("serviceEntry", "shop/chosen", fields, over)).targets.doubt).toContain(type);
    expect((await ask("serviceEntry", "shop/inline", fields, over)).targets.doubt).toBeNull();
  },
);

test.each([
  ["shop/api", ["shop/older"]],
  ["shop/inline", ["pay/narrow", "shop/older", "shop/younger"]],
  ["pay/mine", ["pay/narrow", "shop/older"]],
])("the entry %s is taken in by the Sidecars %j", async (path, expected) => {
  const { sidecars } = await ask("serviceEntry", path, "sidecars { nodes { id } }");

  expect(sidecars.nodes.map(({ id }: Answer) => id)).toEqual(expected.map((one) => `Sidecar/eu-1/${one}`));
});

test.each([
  ["serviceEntry", "shop/local", ["EXPORT_NAMESPACE_NOT_FOUND", null]],
  ["serviceEntry", "shop/inline", ["ENDPOINT_PORT_INVALID", null]],
  ["serviceEntry", "shop/api", ["HOST_CAPITALS", null]],
  ["virtualService", "shop/first", ["UNREACHABLE_RULE", null]],
  ["virtualService", "shop/first", ["DESTINATION_HOST_NOT_FOUND", null]],
  ["virtualService", "shop/first", ["CONFLICTING_HOST", "VirtualService/eu-1/shop/second"]],
  ["virtualService", "shop/second", ["CONFLICTING_HOST", "VirtualService/eu-1/shop/first"]],
  ["virtualService", "shop/second", ["GATEWAY_NOT_FOUND", null]],
  ["virtualService", "shop/second", ["DESTINATION_NOT_VISIBLE", null]],
  ["destinationRule", "shop/first", ["SUBSET_SELECTS_NOTHING", null]],
  ["destinationRule", "shop/second", ["CONFLICTING_DESTINATION_RULE", "DestinationRule/eu-1/shop/first"]],
  ["sidecar", "shop/older", ["EGRESS_HOST_NOT_FOUND", null]],
  ["sidecar", "shop/younger", ["SIDECAR_CONFLICT", null]],
] as const)("%s %s has the problem %j, which names the other object and never itself", async (kind, path, problem) => {
  const problems = await problemsOf(kind, path);

  expect(problems).toContainEqual(problem);
  expect(problems.map(([, id]) => id?.toLowerCase())).not.toContain(`${kind}/eu-1/${path}`.toLowerCase());
});

test("of two entries with a host and other protocols, the later one is told", async () => {
  const [mine, other] = [await problemsOf("serviceEntry", "shop/api"), await problemsOf("serviceEntry", "pay/api")];
  const conflicts = [...mine, ...other].filter(([code]) => code === "PROTOCOL_CONFLICT");

  expect(conflicts).toHaveLength(1);
});

test.each([
  ["serviceEntry", "pay/mine"],
  ["destinationRule", "pay/short"],
  ["destinationRule", "shop/wide"],
  ["sidecar", "pay/narrow"],
])("%s %s has no problem", async (kind, path) => {
  expect(await problemsOf(kind, path)).toEqual([]);
});

test("whether a subset selects anything is not said while pods are not listed", async () => {
  const some = [
    ...watches.filter(({ type }) => type !== "Pod"),
    watch("eu-1", "Pod", { listed: false, phase: "LISTING" }),
  ];
  const over = new NaiveGraph([source("eu-1"), ...some, ...objects.filter(({ id }) => !id.startsWith("Pod/"))]);
  const codes = (await problemsOf("destinationRule", "shop/first", over)).map(([code]) => code);

  expect(codes).not.toContain("SUBSET_SELECTS_NOTHING");
});

test("a route's destinations are told as its namespace's sidecars have them, each once, with short names in full", async () => {
  const { destinations: first } = await ask(
    "virtualService",
    "shop/first",
    "destinations { host outcome object { id } }",
  );
  const { destinations: second } = await ask(
    "virtualService",
    "shop/second",
    "destinations { host outcome object { id } }",
  );

  expect(first).toEqual([
    { host: "web.shop.svc.cluster.local", outcome: "RESOLVED", object: { id: "KubernetesService/eu-1/shop/web" } },
    { host: "gone.example", outcome: "NO_SUCH_HOST", object: null },
  ]);
  expect(second).toEqual([{ host: "mine.example", outcome: "NOT_VISIBLE", object: null }]);
});

test("a route's destination in capitals is what Istio takes it for: another host than the one without", async () => {
  const { destinations } = await ask("virtualService", "pay/capitals", "destinations { host outcome object { id } }");

  expect(destinations).toEqual([
    { host: "API.example", outcome: "RESOLVED", object: { id: "ServiceEntry/eu-1/shop/api" } },
    expect.objectContaining({ host: "Api.example" }),
  ]);
});

test.each([
  ["shop/first", ["KubernetesService/eu-1/shop/web"]],
  ["pay/short", ["KubernetesService/eu-1/pay/web"]],
  [
    "shop/wide",
    ["pay/api", "pay/mine", "shop/api", "shop/chosen", "shop/inline", "shop/local"].map(
      (path) => `ServiceEntry/eu-1/${path}`,
    ),
  ],
])("the rule %s covers the services %j, each once", async (path, expected) => {
  const { kubernetesServices, serviceEntries } = await ask(
    "destinationRule",
    path,
    "kubernetesServices { nodes { id } } serviceEntries { nodes { id } }",
  );

  expect([...kubernetesServices.nodes, ...serviceEntries.nodes].map(({ id }: Answer) => id)).toEqual(expected);
});
