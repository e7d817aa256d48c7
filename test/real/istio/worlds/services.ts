import { http, service, serviceEntry, sidecar, tcp } from "../drafts.ts";
import type { WorldDraft } from "../world.ts";

/** Kubernetes Services, and names of many hosts. */
export const services: readonly WorldDraft[] = [
  {
    title: "Kubernetes Services: plain, headless, of another name, with ports of several protocols",
    waves: [
      [
        service("@a/plain"),
        service("@a/headless", { clusterIP: "None" }),
        service("@a/other", { type: "ExternalName", externalName: "api.example", ports: [] }),
        service("@a/many", {
          ports: [
            { name: "grpc-api", port: 9000 },
            { name: "db", port: 9002, appProtocol: "mongo" },
            { name: "plain", port: 9003 },
            { name: "udp-dns", port: 9004, protocol: "UDP" },
            { name: "https-web", port: 9001 },
          ],
        }),
        serviceEntry("@b/api", ["api.example"]),
      ],
    ],
  },
  {
    title: "another name of a Kubernetes Service, and one of itself",
    waves: [
      [
        service("@a/web"),
        service("@b/web", { type: "ExternalName", externalName: "web.@a.svc.cluster.local", ports: [] }),
        service("@b/loop", { type: "ExternalName", externalName: "loop.@b.svc.cluster.local", ports: [] }),
        service("@b/nowhere", { type: "ExternalName", externalName: "nowhere.example" }),
        sidecar("@c/default", ["@b/*"]),
        sidecar("@d/default", ["@a/*"]),
      ],
    ],
  },
  {
    title: "a headless Service with HTTP, TCP and undeclared ports",
    waves: [
      [
        service("@a/headless", {
          clusterIP: "None",
          ports: [
            { name: "http", port: 9000 },
            { name: "tcp", port: 9002 },
            { name: "any", port: 9003 },
          ],
        }),
        serviceEntry("@b/any", ["any.example"]),
      ],
    ],
  },
  {
    title: "each resolution of a ServiceEntry",
    waves: [
      [
        serviceEntry("@a/none", ["none.example"], { resolution: "NONE" }),
        serviceEntry("@a/static", ["static.example"]),
        serviceEntry("@a/dns", ["dns.example"], { resolution: "DNS" }),
        serviceEntry("@a/dns-alone", ["alone.example"], { resolution: "DNS", endpoints: [] }),
        serviceEntry("@a/round", ["round.example"], { resolution: "DNS_ROUND_ROBIN" }),
        serviceEntry("@a/inner", ["inner.example"], { location: "MESH_INTERNAL" }),
        serviceEntry("@a/empty", ["empty.example"], { endpoints: [] }),
        service("@b/any"),
      ],
    ],
  },
  {
    title: "wildcard hosts beside a concrete one",
    waves: [
      [
        serviceEntry("@a/all", ["*.example"], { resolution: "NONE" }),
        serviceEntry("@a/below", ["*.api.example"], { resolution: "NONE" }),
        serviceEntry("@b/one", ["one.api.example"]),
        serviceEntry("@b/evil", ["evilapi.example"]),
      ],
    ],
    names: ["one.api.example", "two.api.example", "api.example", "a.b.api.example", "evilapi.example"],
  },
  {
    title: "a wildcard host that names its port by a Sidecar",
    waves: [
      [
        serviceEntry("@a/all", ["*.example"], {
          resolution: "NONE",
          ports: [http, { ...http, number: 9004, name: "x" }],
        }),
        serviceEntry("@b/one", ["one.example"]),
        sidecar("@c/default", ["*/one.example"]),
        sidecar("@d/default", ["*/*.example"]),
      ],
    ],
    names: ["two.example"],
  },
  {
    title: "a concrete host without the port that a wildcard has",
    waves: [
      [
        serviceEntry("@a/all", ["*.example"], { resolution: "NONE", ports: [{ ...http, number: 9003, name: "x" }] }),
        serviceEntry("@b/one", ["one.example"]),
      ],
    ],
    names: ["two.example"],
  },
  {
    title: "ports that differ in protocol over objects of one number",
    waves: [
      [serviceEntry("@a/http", ["one.example"], { ports: [http] }), service("@c/any")],
      [serviceEntry("@b/tcp", ["two.example"], { ports: [{ ...tcp, number: 9000 }], addresses: ["240.0.0.1"] })],
      [serviceEntry("@b/open", ["three.example"], { ports: [{ ...tcp, number: 9000 }] })],
    ],
  },
  {
    title: "TCP without addresses on one port: both keep their clusters",
    waves: [
      [serviceEntry("@a/one", ["one.example"], { ports: [tcp] }), service("@c/any")],
      [serviceEntry("@b/two", ["two.example"], { ports: [tcp] })],
    ],
  },
  {
    title: "TCP with addresses, of which one is a block",
    waves: [
      [
        serviceEntry("@a/one", ["one.example"], { ports: [tcp], addresses: ["240.0.0.1"] }),
        serviceEntry("@a/two", ["two.example"], { ports: [tcp], addresses: ["240.0.0.2/32"] }),
        serviceEntry("@b/three", ["three.example"], { ports: [tcp], addresses: ["240.0.0.16/28"], resolution: "NONE" }),
        serviceEntry("@b/four", ["four.example"], { ports: [http], addresses: ["240.0.0.5"] }),
      ],
    ],
  },
  {
    title: "a port whose protocol is not said",
    waves: [
      [
        serviceEntry("@a/open", ["open.example"], { ports: [{ number: 9003, name: "any" }] }),
        serviceEntry("@a/at", ["at.example"], { ports: [{ number: 9004, name: "any" }], addresses: ["240.0.0.1"] }),
        serviceEntry("@a/word", ["word.example"], { ports: [{ number: 9005, name: "any", protocol: "carrots" }] }),
        service("@b/any"),
      ],
    ],
  },
];
