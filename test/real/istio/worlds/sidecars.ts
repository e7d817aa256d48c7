import { http, httpTo, pod, service, serviceEntry, sidecar, tcp, tls, virtualService } from "../drafts.ts";
import type { WorldDraft } from "../world.ts";

const everywhere = [
  serviceEntry("@a/one", ["one.example"], { ports: [http, tls] }),
  serviceEntry("@b/two", ["two.example"], { ports: [http, tls] }),
  serviceEntry("@c/three", ["three.example"], { ports: [http, tls] }),
  service("@b/web"),
];

function withHosts(title: string, hosts: readonly string[]): WorldDraft {
  return { title, waves: [[...everywhere, sidecar("@a/default", hosts)]] };
}

/** What a Sidecar takes in. */
export const sidecars: readonly WorldDraft[] = [
  withHosts("a Sidecar that takes in its own namespace", ["./*"]),
  withHosts("a Sidecar that takes in another namespace", ["@b/*"]),
  withHosts("a Sidecar that takes in nothing", ["~/*"]),
  withHosts("a Sidecar that takes in one host of anywhere", ["*/two.example"]),
  withHosts("a Sidecar that takes in one host of the wrong namespace", ["@c/two.example"]),
  withHosts("a Sidecar that takes in hosts by a wildcard", ["*/*.example", "@b/web.@b.svc.cluster.local"]),
  withHosts("a Sidecar that takes in all but a namespace", ["*/*", "~@b/*"]),
  withHosts("a Sidecar that takes in all but a host", ["*/*", "~/two.example"]),
  withHosts("a Sidecar that takes in all but a wildcard of anywhere", ["*/*", "~*/*.example"]),
  withHosts("a Sidecar whose hosts are not well formed", ["one.example", "@b/two.example/x", "@c/three.example"]),
  {
    title: "a wildcard host ends at a label: notapi.example is not below api.example",
    waves: [
      [
        serviceEntry("@b/api", ["api.example"]),
        serviceEntry("@b/not", ["notapi.example"]),
        serviceEntry("@b/below", ["x.api.example"]),
        sidecar("@a/default", ["@b/*.api.example"]),
      ],
    ],
  },
  {
    title: "of two Sidecars of a namespace the older governs",
    waves: [[...everywhere, sidecar("@a/young-by-name", ["@b/*"])], [sidecar("@a/a-old-by-name", ["@c/*"])]],
  },
  {
    title: "a Sidecar for some workloads goes before that of the namespace",
    waves: [
      [
        ...everywhere,
        sidecar("@a/default", ["@b/*"]),
        sidecar("@a/some", ["@c/*"], { workloadSelector: { labels: { app: "shop" } } }),
        pod("@a/shop", { app: "shop", version: "v1" }),
        pod("@a/bank", { app: "bank" }),
      ],
    ],
  },
  {
    title: "a Sidecar with an empty selector is for all workloads",
    waves: [
      [
        ...everywhere,
        sidecar("@a/default", ["@b/*"]),
        sidecar("@a/empty", ["@c/*"], { workloadSelector: {} }),
        pod("@a/shop", { app: "shop" }),
      ],
    ],
  },
  {
    title: "a Sidecar without listeners takes in everything",
    waves: [[...everywhere, sidecar("@a/default", [], { egress: [], outboundTrafficPolicy: {} })]],
  },
  {
    title: "a listener with a port takes in that port only",
    waves: [
      [
        ...everywhere,
        sidecar("@a/default", [], {
          egress: [{ port: { number: 9000, name: "http", protocol: "HTTP" }, hosts: ["@b/*"] }, { hosts: ["@c/*"] }],
        }),
      ],
    ],
  },
  {
    title: "a catch-all listener before one with a port",
    waves: [
      [
        ...everywhere,
        sidecar("@a/default", [], {
          egress: [{ hosts: ["@c/*"] }, { port: { number: 9000, name: "http", protocol: "HTTP" }, hosts: ["@b/*"] }],
        }),
      ],
    ],
  },
  {
    title: "one host over two listeners: the second adds its port where all else is equal",
    waves: [
      [serviceEntry("@b/api", ["api.example"], { ports: [http, tls] })],
      [
        sidecar("@a/default", [], {
          egress: [
            { port: { number: 9000, name: "http", protocol: "HTTP" }, hosts: ["@b/*"] },
            { port: { number: 9001, name: "tls", protocol: "TLS" }, hosts: ["@b/api.example"] },
          ],
        }),
      ],
    ],
  },
  {
    title: "two listeners take one host from two namespaces",
    waves: [
      [serviceEntry("@b/api", ["api.example"])],
      [serviceEntry("@c/api", ["api.example"], { ports: [http, tls] })],
      [
        sidecar("@a/default", [], {
          egress: [
            { port: { number: 9000, name: "http", protocol: "HTTP" }, hosts: ["@b/*"] },
            { port: { number: 9001, name: "tls", protocol: "TLS" }, hosts: ["@c/*"] },
          ],
        }),
      ],
    ],
  },
  {
    title: "hosts named in full, one claimed by two namespaces",
    waves: [
      [serviceEntry("@b/old", ["api.example"])],
      [serviceEntry("@c/young", ["api.example"]), serviceEntry("@a/own", ["own.example"])],
      [sidecar("@a/default", ["@c/api.example", "@b/api.example", "./own.example"])],
    ],
  },
  {
    title: "a host that only a VirtualService leads to",
    waves: [
      [
        serviceEntry("@a/front", ["front.example"]),
        serviceEntry("@b/back", ["back.example"], { ports: [http, tls] }),
        virtualService("@a/route", ["front.example"], {
          http: [{ route: [{ destination: { host: "back.example", port: { number: 9000 } } }] }],
        }),
        sidecar("@a/default", ["./*"]),
      ],
    ],
  },
  {
    title: "a host that only a VirtualService leads to, claimed by two namespaces",
    waves: [
      [
        serviceEntry("@a/front", ["front.example"]),
        serviceEntry("@c/back", ["back.example"]),
        virtualService("@a/route", ["front.example"], { http: [httpTo("back.example")] }),
        sidecar("@a/default", ["./*"]),
      ],
      [serviceEntry("@b/back", ["back.example"], { ports: [http, tls] })],
    ],
  },
  {
    title: "a VirtualService leads to a port that the host does not have",
    waves: [
      [
        serviceEntry("@a/front", ["front.example"]),
        serviceEntry("@b/back", ["back.example"], { ports: [tls, tcp] }),
        virtualService("@a/route", ["front.example"], {
          http: [{ route: [{ destination: { host: "back.example", port: { number: 9005 } } }] }],
        }),
        sidecar("@a/default", ["./*"]),
      ],
    ],
  },
  {
    title: "outbound traffic policies of Sidecars",
    waves: [
      [
        ...everywhere,
        sidecar("@a/default", ["./*"], { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } }),
        sidecar("@b/default", ["./*"], { outboundTrafficPolicy: { mode: "ALLOW_ANY" } }),
        sidecar("@c/default", ["./*"], { outboundTrafficPolicy: {} }),
      ],
    ],
  },
];
