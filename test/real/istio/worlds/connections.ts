import { destinationRule, gateway, pod, service, serviceEntry, tcp, tls, virtualService } from "../drafts.ts";
import type { WorldDraft } from "../world.ts";

function to(host: string, number: number, more: object = {}): object {
  return { destination: { host, port: { number }, ...more } };
}

/** Where VirtualServices send connections. */
export const connections: readonly WorldDraft[] = [
  {
    title: "TLS by SNI, to another host",
    waves: [
      [
        serviceEntry("@a/one", ["one.example"], { ports: [tls] }),
        serviceEntry("@b/two", ["two.example"], { ports: [{ ...tls, protocol: "HTTPS" }] }),
        serviceEntry("@b/three", ["three.example"], { ports: [tls] }),
        virtualService("@a/one", ["one.example"], {
          tls: [{ match: [{ port: 9001, sniHosts: ["one.example"] }], route: [to("two.example", 9001)] }],
        }),
        virtualService("@b/three", ["three.example"], {
          tls: [
            { match: [{ port: 9005, sniHosts: ["three.example"] }], route: [to("one.example", 9001)] },
            {
              match: [{ sniHosts: ["three.example"] }],
              route: [
                { ...to("two.example", 9001), weight: 20 },
                { ...to("three.example", 9001), weight: 80 },
              ],
            },
          ],
        }),
      ],
    ],
  },
  {
    title: "TLS by SNI for some workloads, and for a gateway",
    waves: [
      [
        serviceEntry("@a/one", ["one.example"], { ports: [tls] }),
        serviceEntry("@b/two", ["two.example"], { ports: [tls] }),
        pod("@a/shop", { app: "shop" }),
        virtualService("@a/one", ["one.example"], {
          gateways: ["mesh", "egress"],
          tls: [
            {
              match: [{ gateways: ["egress"], sniHosts: ["one.example"] }],
              route: [to("one.example", 9001)],
            },
            {
              match: [{ sourceLabels: { app: "shop" }, sniHosts: ["one.example"] }],
              route: [to("two.example", 9001)],
            },
          ],
        }),
      ],
    ],
  },
  {
    title: "TLS to a wildcard",
    waves: [
      [
        serviceEntry("@a/all", ["*.example"], { ports: [tls], resolution: "NONE" }),
        serviceEntry("@b/one", ["one.example"], { ports: [tls] }),
        virtualService("@a/x", ["x.example"], {
          tls: [{ match: [{ sniHosts: ["x.example"] }], route: [to("one.example", 9001)] }],
        }),
      ],
    ],
    names: ["y.example"],
  },
  {
    title: "TCP, to another host and by weights",
    waves: [
      [
        serviceEntry("@a/one", ["one.example"], { ports: [tcp], addresses: ["240.0.0.1"] }),
        serviceEntry("@b/two", ["two.example"], { ports: [tcp], addresses: ["240.0.0.2"] }),
        service("@b/db", { ports: [{ name: "tcp", port: 9002 }] }),
        virtualService("@a/one", ["one.example"], { tcp: [{ route: [to("two.example", 9002)] }] }),
        virtualService("@b/db", ["db"], {
          tcp: [
            { match: [{ port: 9005 }], route: [to("one.example", 9002)] },
            {
              route: [
                { ...to("db", 9002), weight: 70 },
                { ...to("two.example", 9002), weight: 30 },
              ],
            },
          ],
        }),
      ],
    ],
  },
  {
    title: "a TCP destination without a port, and one that nothing has",
    waves: [
      [
        serviceEntry("@a/one", ["one.example"], { ports: [tcp], addresses: ["240.0.0.1"] }),
        serviceEntry("@b/two", ["two.example"], { ports: [{ ...tcp, number: 9003 }], addresses: ["240.0.0.2"] }),
        serviceEntry("@b/three", ["three.example"], { ports: [tcp], addresses: ["240.0.0.3"] }),
        virtualService("@a/one", ["one.example"], { tcp: [{ route: [{ destination: { host: "two.example" } }] }] }),
        virtualService("@b/three", ["three.example"], { tcp: [{ route: [to("none.example", 9002)] }] }),
      ],
    ],
  },
  {
    title: "the egress recipe with TLS from the gateway on",
    waves: [
      [
        service("@c/egress", { ports: [{ name: "http2", port: 9000, targetPort: 8080 }] }),
        serviceEntry("@b/cnn", ["cnn.example"], {
          resolution: "DNS",
          ports: [
            { number: 9000, name: "http", protocol: "HTTP" },
            { number: 9001, name: "https", protocol: "HTTPS" },
          ],
        }),
        gateway("@c/egress", ["cnn.example"], { number: 9000, name: "http", protocol: "HTTP" }),
        destinationRule("@c/egress", "egress", { subsets: [{ name: "cnn" }] }),
        virtualService("@c/cnn", ["cnn.example"], {
          gateways: ["mesh", "egress"],
          http: [
            {
              match: [{ gateways: ["mesh"], port: 9000 }],
              route: [to("egress", 9000, { subset: "cnn" })],
            },
            { match: [{ gateways: ["egress"], port: 9000 }], route: [to("cnn.example", 9001)] },
          ],
        }),
        destinationRule("@c/cnn", "cnn.example", {
          trafficPolicy: { portLevelSettings: [{ port: { number: 9001 }, tls: { mode: "SIMPLE" } }] },
        }),
        service("@a/any"),
      ],
    ],
  },
  {
    title: "the egress recipe whose subset is in a namespace that nobody looks at",
    waves: [
      [
        service("@c/egress", { ports: [{ name: "http2", port: 9000, targetPort: 8080 }] }),
        serviceEntry("@b/cnn", ["cnn.example"], { resolution: "DNS" }),
        destinationRule("@d/egress", "egress.@c.svc.cluster.local", { subsets: [{ name: "cnn" }] }),
        virtualService("@c/cnn", ["cnn.example"], { http: [{ route: [to("egress", 9000, { subset: "cnn" })] }] }),
        service("@a/any"),
      ],
    ],
  },
  {
    title: "the egress recipe with TLS passed through",
    waves: [
      [
        service("@c/egress", { ports: [{ name: "tls", port: 9001, targetPort: 8443 }] }),
        serviceEntry("@b/cnn", ["cnn.example"], { resolution: "DNS", ports: [tls] }),
        gateway("@c/egress", ["cnn.example"], { number: 9001, name: "tls", protocol: "TLS" }),
        virtualService("@c/cnn", ["cnn.example"], {
          gateways: ["mesh", "egress"],
          tls: [
            {
              match: [{ gateways: ["mesh"], port: 9001, sniHosts: ["cnn.example"] }],
              route: [to("egress", 9001)],
            },
            {
              match: [{ gateways: ["egress"], port: 9001, sniHosts: ["cnn.example"] }],
              route: [to("cnn.example", 9001)],
            },
          ],
        }),
        service("@a/any"),
      ],
    ],
  },
];
