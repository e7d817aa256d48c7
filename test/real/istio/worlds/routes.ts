import { http, httpTo, pod, service, serviceEntry, sidecar, tls, virtualService } from "../drafts.ts";
import type { WorldDraft } from "../world.ts";

const hosts = [
  serviceEntry("@a/one", ["one.example"]),
  serviceEntry("@b/two", ["two.example"], { ports: [http, { ...http, number: 9003, name: "more" }] }),
  service("@a/web"),
  service("@b/web"),
];

function to(host: string, more: object = {}): object {
  return { destination: { host, ...more } };
}

/** Where VirtualServices send requests. */
export const routes: readonly WorldDraft[] = [
  {
    title: "a VirtualService with matches, weights, an answer and a redirect",
    waves: [
      [
        ...hosts,
        virtualService("@a/one", ["one.example"], {
          http: [
            { match: [{ uri: { exact: "/only" } }, { uri: { prefix: "/beta" } }], ...httpTo("two.example") },
            { match: [{ headers: { "x-user": { exact: "a" } } }], redirect: { authority: "two.example", uri: "/" } },
            { match: [{ method: { exact: "POST" } }], directResponse: { status: 405 } },
            { match: [{ uri: { regex: "/r.*" } }], ...httpTo("one.example") },
            {
              route: [
                { ...to("one.example"), weight: 90 },
                { ...to("two.example", { port: { number: 9003 } }), weight: 10 },
              ],
            },
            httpTo("web.@a.svc.cluster.local"),
          ],
        }),
      ],
    ],
  },
  {
    title: "weights of nothing, and one weight alone",
    waves: [
      [
        ...hosts,
        virtualService("@a/one", ["one.example"], {
          http: [
            {
              match: [{ uri: { prefix: "/a" } }],
              route: [
                { ...to("one.example"), weight: 0 },
                { ...to("two.example"), weight: 100 },
              ],
            },
            { match: [{ uri: { prefix: "/b" } }], route: [{ ...to("two.example"), weight: 30 }] },
            { match: [{ uri: { prefix: "/c" } }], route: [{ ...to("two.example"), weight: 0 }] },
            {
              route: [
                { ...to("one.example"), weight: 1 },
                { ...to("two.example"), weight: 2 },
              ],
            },
          ],
        }),
      ],
    ],
  },
  {
    title: "of two VirtualServices for one host the older, even if the younger is in the asking namespace",
    waves: [
      [...hosts, virtualService("@b/old", ["one.example"], { http: [httpTo("two.example")] })],
      [virtualService("@a/young", ["one.example"], { http: [{ directResponse: { status: 418 } }] })],
    ],
  },
  {
    title: "the most specific host of a VirtualService wins",
    waves: [
      [...hosts, virtualService("@a/all", ["*.example"], { http: [{ directResponse: { status: 418 } }] })],
      [virtualService("@a/one", ["one.example"], { http: [httpTo("two.example")] })],
    ],
    names: ["three.example", "x.two.example"],
  },
  {
    title: "short names are of the VirtualService's namespace",
    waves: [
      [
        ...hosts,
        virtualService("@a/web", ["web"], {
          http: [httpTo("one.example", { match: [{ uri: { prefix: "/x" } }] }), httpTo("web")],
        }),
        virtualService("@b/two", ["two.example"], { http: [httpTo("web")] }),
      ],
    ],
  },
  {
    title: "a VirtualService for a host that nothing has",
    waves: [
      [
        ...hosts,
        virtualService("@a/none", ["none.example"], { http: [httpTo("one.example")] }),
        virtualService("@a/lost", ["one.example"], {
          http: [httpTo("none.example", { match: [{ uri: { prefix: "/a" } }] }), httpTo("lost")],
        }),
      ],
    ],
  },
  {
    title: "exportTo of VirtualServices",
    waves: [
      [
        ...hosts,
        virtualService("@a/one", ["one.example"], { exportTo: ["."], http: [{ directResponse: { status: 418 } }] }),
        virtualService("@a/two", ["two.example"], { exportTo: ["@b"], http: [{ directResponse: { status: 418 } }] }),
        virtualService("@a/web", ["web"], { exportTo: ["~"], http: [{ directResponse: { status: 418 } }] }),
        service("@c/any"),
      ],
    ],
  },
  {
    title: "gateways of a VirtualService: none of them the mesh, or one",
    waves: [
      [
        ...hosts,
        virtualService("@a/one", ["one.example"], {
          gateways: ["egress"],
          http: [{ directResponse: { status: 418 } }],
        }),
        virtualService("@a/two", ["two.example"], {
          gateways: ["egress", "mesh"],
          http: [
            { match: [{ gateways: ["egress"] }], directResponse: { status: 418 } },
            { match: [{ gateways: ["mesh"], port: 9003 }], ...httpTo("one.example") },
            httpTo("two.example"),
          ],
        }),
      ],
    ],
  },
  {
    title: "matches by who asks",
    waves: [
      [
        ...hosts,
        pod("@a/shop", { app: "shop" }),
        virtualService("@a/one", ["one.example"], {
          http: [
            { match: [{ sourceLabels: { app: "shop" } }], directResponse: { status: 418 } },
            { match: [{ sourceNamespace: "@b" }], directResponse: { status: 420 } },
            httpTo("one.example"),
          ],
        }),
        virtualService("@a/two", ["two.example"], {
          http: [{ match: [{ sourceLabels: { app: "shop" } }], directResponse: { status: 418 } }],
        }),
      ],
    ],
  },
  {
    title: "a VirtualService that a Sidecar does not take in",
    waves: [
      [
        ...hosts,
        sidecar("@c/default", ["@a/*"]),
        sidecar("@d/default", ["*/one.example"]),
        virtualService("@b/one", ["one.example"], { http: [{ directResponse: { status: 418 } }] }),
        virtualService("@a/two", ["two.example"], { http: [{ directResponse: { status: 418 } }] }),
      ],
    ],
  },
  {
    title: "a destination without a port, of a host with other ports",
    waves: [
      [
        ...hosts,
        serviceEntry("@b/one-port", ["solo.example"], { ports: [{ ...http, number: 9004, name: "solo" }] }),
        serviceEntry("@b/two-ports", ["duo.example"], {
          ports: [
            { ...http, number: 9004, name: "solo" },
            { ...http, number: 9005, name: "duo" },
          ],
        }),
        virtualService("@a/one", ["one.example"], {
          http: [
            { match: [{ uri: { prefix: "/solo" } }], ...httpTo("solo.example") },
            { match: [{ uri: { prefix: "/duo" } }], ...httpTo("duo.example") },
            httpTo("one.example"),
          ],
        }),
      ],
    ],
  },
  {
    title: "a VirtualService without http for an HTTP port",
    waves: [
      [
        ...hosts,
        virtualService("@a/one", ["one.example"], {
          tcp: [{ route: [to("two.example", { port: { number: 9000 } })] }],
        }),
        virtualService("@a/two", ["two.example"], {
          tls: [{ match: [{ sniHosts: ["two.example"] }], route: [to("one.example", { port: { number: 9000 } })] }],
        }),
        serviceEntry("@a/tls", ["tls.example"], { ports: [tls] }),
        virtualService("@a/tls", ["tls.example"], { http: [httpTo("one.example")] }),
      ],
    ],
  },
];
