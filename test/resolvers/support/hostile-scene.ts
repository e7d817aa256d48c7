import { destinationRule } from "../../../connectors/istio/destination-rule.ts";
import { istioGateway } from "../../../connectors/istio/istio-gateway.ts";
import { serviceEntry } from "../../../connectors/istio/service-entry.ts";
import { sidecar } from "../../../connectors/istio/sidecar.ts";
import { virtualService } from "../../../connectors/istio/virtual-service.ts";
import { workloadEntry } from "../../../connectors/istio/workload-entry.ts";
import { kubernetesService } from "../../../connectors/kubernetes/kinds/kubernetes-service.ts";
import { namespace } from "../../../connectors/kubernetes/kinds/namespace.ts";
import { networkPolicy } from "../../../connectors/kubernetes/kinds/network-policy.ts";
import { pod } from "../../../connectors/kubernetes/kinds/pod.ts";
import type { Entity } from "../../../schema/entity.ts";
import type { WireParts } from "../../support/entities.ts";
import { object } from "../../support/entities.ts";

/** Names that are written oddly, stand for too much, or are members of every object of JavaScript. */
export const oddHosts: readonly string[] = [
  ["api.example", "API.Example.", "api.example.", "*.example", "*", "*.", "*api.example", "", ".", "..", "a..b", "a b"],
  ["web.shop.svc.cluster.local", "WEB.shop.svc.cluster.local", "web", "self.shop.svc.cluster.local", "1.2.3.4", "::1"],
  ["__proto__", "constructor", "toString.shop.svc.cluster.local", `${"a.".repeat(200)}example`],
].flat();

/** Numbers that are no port, and no Int of GraphQL. */
const numbers = [0, -1, 1.5, 65_536, 2 ** 31, 2 ** 40, 1e308];

const port = { number: 80, name: "http", protocol: "HTTP" };
const toward = (host: string, more: object = {}) => ({ destination: { host, ...more } });
const route = (name: string, spec: object) => object(virtualService, `eu-1/shop/${name}`, { spec });

/** Valid to an API server without Istio's webhook, and each of them odd: names, numbers, circles and objects that lead to themselves. */
export function hostileScene(): readonly Entity[] {
  return [...serviceScene(), ...routeScene(), ...podScene()];
}

function serviceScene(): readonly Entity[] {
  const entry = (name: string, spec: object, more: WireParts = {}) =>
    object(serviceEntry, `eu-1/shop/${name}`, { spec: { ports: [port], resolution: "DNS", ...spec }, ...more });
  return [
    ...oddHosts.map((host, at) => entry(`host-${at}`, { hosts: [host, host] })),
    ...["", "~", "__proto__", "shop"].map((to, at) =>
      entry(`visible-${at}`, { hosts: ["api.example"], exportTo: [to] }),
    ),
    entry("all-hosts", { hosts: oddHosts }),
    entry("nothing", { hosts: [], ports: [], workloadSelector: {} }),
    entry("inline", {
      hosts: ["inline.example"],
      resolution: "STATIC",
      ports: [port, { number: 443, name: "__proto__", protocol: "nonsense" }],
      endpoints: [
        { address: "unix:///socket", ports: { http: 0 } },
        ...numbers.map((number) => ({ address: "10.0.0.1", ports: { http: number, gone: number } })),
        {},
      ],
    }),
    entry("selecting", { hosts: ["chosen.example"], workloadSelector: { labels: { app: "web" } }, endpoints: [{}] }),
    object(workloadEntry, "eu-1/shop/machine", {
      spec: { address: "vm.example", labels: { app: "web" }, ports: { http: 2 ** 20 } },
    }),
    object(kubernetesService, "eu-1/shop/web", {
      annotations: { "networking.istio.io/exportTo": " ,., *,~" },
      spec: {
        type: "ClusterIP",
        clusterIPs: ["None"],
        selector: { app: "web" },
        ports: [{ port: 80, targetPort: "web" }],
      },
    }),
    ...["self", "left", "right"].map((name, at) =>
      object(kubernetesService, `eu-1/shop/${name}`, {
        spec: {
          type: "ExternalName",
          externalName: ["self", "right", "left"][at] + ".shop.svc.cluster.local",
          ports: [{ port: 80 }],
        },
      }),
    ),
    ...oddHosts.map((host, at) =>
      object(sidecar, `eu-1/shop/sidecar-${at}`, {
        spec: {
          workloadSelector: { labels: { app: `app-${at}` } },
          egress: [
            { hosts: [`./${host}`, `*/${host}`, `~/${host}`, host], port: { number: numbers[at % numbers.length] } },
            { hosts: ["*/*"], bind: "unix://" },
            {},
          ],
          outboundTrafficPolicy: { mode: host, egressProxy: { host } },
        },
      }),
    ),
  ];
}

function routeScene(): readonly Entity[] {
  return [
    ...oddHosts.map((host, at) =>
      route(`host-${at}`, {
        hosts: [host],
        gateways: ["mesh", host, `shop/${host}`, "a/b/c", "/", ""],
        exportTo: [host],
        http: [
          {
            match: [{ uri: { regex: "(((" } }, { headers: { "": {} } }],
            route: [toward(host), toward(host, { subset: host })],
          },
          {
            redirect: { authority: host },
            directResponse: { status: numbers[at % numbers.length] },
            route: [toward(host)],
          },
          { mirror: { host }, mirrors: [toward(host)], route: [toward(host)] },
        ],
        tls: [{ match: [{ sniHosts: [host] }], route: [toward(host)] }, {}],
        tcp: [{ route: [toward(host, { port: { number: numbers[at % numbers.length] } })] }],
      }),
    ),
    route("numbers", {
      hosts: ["inline.example", "web"],
      http: numbers.flatMap((number) => [
        { route: [{ ...toward("web", { port: { number } }), weight: number }, toward("inline.example")] },
        { directResponse: { status: number } },
        { redirect: { redirectCode: number, port: number } },
        {
          match: [{ port: number }],
          mirror: toward("web").destination,
          mirrorPercentage: { value: number },
          route: [toward("web")],
        },
      ]),
    }),
    ...["one", "two", "three"].map((name, at) =>
      route(`delegate-${name}`, {
        hosts: at === 0 ? ["circle.example"] : [],
        http: [
          { delegate: { name: `delegate-${["two", "three", "one"][at]}`, namespace: at === 1 ? "shop" : undefined } },
        ],
      }),
    ),
    route("delegate-self", { hosts: ["api.example"], http: [{ delegate: { name: "delegate-self" } }] }),
    ...oddHosts.map((host, at) =>
      object(destinationRule, `eu-1/shop/rule-${at}`, {
        spec: {
          host,
          exportTo: [host, "."],
          subsets: [{ name: host, labels: { app: "web" } }, { name: host }, {}],
          trafficPolicy: {
            tls: { mode: "MUTUAL" },
            portLevelSettings: numbers.map((number) => ({ port: { number } })),
          },
        },
      }),
    ),
    object(istioGateway, "eu-1/shop/everything", { spec: { servers: [] } }),
    ...numbers.map((number, at) =>
      object(istioGateway, `eu-1/shop/gateway-${at}`, {
        spec: {
          selector: { app: "web" },
          servers: oddHosts.map((host) => ({
            hosts: [host, `./${host}`, `shop/${host}`],
            port: { number: Math.trunc(number) | 0, name: "same", protocol: at % 2 === 0 ? "HTTPS" : host },
            ...(at % 3 === 0 ? { tls: { mode: host } } : {}),
          })),
        },
      }),
    ),
  ];
}

function podScene(): readonly Entity[] {
  const wanted = { labels: { "istio-injection": "enabled", "istio.io/rev": "__proto__" } };
  return [
    object(namespace, "eu-1/shop", wanted),
    object(namespace, "eu-1/constructor", { labels: { "istio.io/dataplane-mode": "ambient" } }),
    ...["istio-proxy", "app"].map((container, at) =>
      object(pod, `eu-1/shop/web-${at}`, {
        labels: { app: "web", ["__proto__"]: "own" },
        spec: {
          nodeName: "constructor",
          containers: [{ name: container, image: "istio/proxyv2:", ports: [{ name: "web", containerPort: 8080 }] }],
        },
        status: { phase: at === 0 ? "Running" : "Pending", podIPs: [{ ip: "10.0.0.1" }, { ip: "nonsense" }] },
      }),
    ),
    object(networkPolicy, "eu-1/shop/odd", {
      spec: {
        podSelector: { matchExpressions: [{ key: "app", operator: "Nonsense", values: [1, null] }] },
        policyTypes: ["Ingress", "Nonsense"],
        ingress: [{ from: [{}, { ipBlock: { cidr: "1.2.3.4/99" } }, { podSelector: null }], ports: [{ port: 1e9 }] }],
        egress: [{ to: [{ namespaceSelector: { matchLabels: { constructor: "x" } } }], ports: [{ endPort: -1 }] }],
      },
    }),
  ];
}
