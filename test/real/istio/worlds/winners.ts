import { http, serviceEntry, service, tcp, tls } from "../drafts.ts";
import type { WorldDraft } from "../world.ts";

/** Several objects with one host. */
export const winners: readonly WorldDraft[] = [
  {
    title: "of two namespaces the older wins for a third, and each wins in its own",
    waves: [[serviceEntry("@b/young", ["api.example"])], [serviceEntry("@a/old", ["api.example"]), service("@c/any")]],
  },
  {
    title: "of two objects of one second the first by namespace wins, whatever their names",
    waves: [
      [serviceEntry("@a/second", ["api.example"]), serviceEntry("@b/first", ["api.example"])],
      [service("@c/any")],
    ],
  },
  {
    title: "within one namespace the older stays, and the younger adds its port",
    waves: [
      [serviceEntry("@a/old", ["api.example"]), service("@b/any")],
      [serviceEntry("@a/young", ["api.example"], { ports: [http, tls] })],
    ],
  },
  {
    title: "ports are not added where the resolution differs",
    waves: [
      [serviceEntry("@a/old", ["api.example"]), service("@b/any")],
      [serviceEntry("@a/young", ["api.example"], { ports: [tls], resolution: "DNS" })],
    ],
  },
  {
    title: "ports are not added from another namespace",
    waves: [
      [serviceEntry("@a/old", ["api.example"]), service("@c/any")],
      [serviceEntry("@b/young", ["api.example"], { ports: [tls] })],
    ],
  },
  {
    title: "an own entry for port 9000 hides another namespace's port 9001",
    waves: [
      [serviceEntry("@b/all", ["api.example"], { ports: [tls] })],
      [serviceEntry("@a/own", ["api.example"], { exportTo: ["."] })],
      [service("@c/any")],
    ],
  },
  {
    title: "what is exported to a namespace by name goes before what is older and public",
    waves: [
      [serviceEntry("@a/public", ["api.example"]), service("@c/any")],
      [serviceEntry("@b/named", ["api.example"], { exportTo: ["@c"] })],
    ],
  },
  {
    title: "a Kubernetes Service goes before an older entry for its host",
    waves: [[serviceEntry("@a/shadow", ["web.@b.svc.cluster.local"])], [service("@b/web"), service("@c/any")]],
  },
  {
    title: "an own entry goes before a Kubernetes Service of another namespace",
    waves: [[service("@b/web")], [serviceEntry("@a/shadow", ["web.@b.svc.cluster.local"], { ports: [http, tcp] })]],
  },
  {
    title: "an entry in the namespace of the Kubernetes Service with its host",
    waves: [
      [serviceEntry("@b/shadow", ["web.@b.svc.cluster.local"], { ports: [http, tls], location: "MESH_INTERNAL" })],
      [service("@b/web"), service("@a/any")],
    ],
  },
  {
    title: "an entry with two hosts wins one of them and loses the other",
    waves: [
      [serviceEntry("@a/old", ["one.example"]), service("@c/any")],
      [serviceEntry("@b/both", ["one.example", "two.example"])],
    ],
  },
  {
    title: "three claims of different ports in one namespace",
    waves: [
      [serviceEntry("@a/one", ["api.example"]), service("@b/any")],
      [serviceEntry("@a/two", ["api.example"], { ports: [tls] })],
      [serviceEntry("@a/three", ["api.example"], { ports: [{ ...tcp, number: 9003 }] })],
    ],
  },
  {
    title: "one port number with two protocols in one namespace",
    waves: [
      [serviceEntry("@a/http", ["api.example"]), service("@b/any")],
      [serviceEntry("@a/tcp", ["api.example"], { ports: [{ ...tcp, number: 9000 }] })],
    ],
  },
  {
    title: "ports are not added where one says the default exportTo and the other leaves it out",
    waves: [
      [serviceEntry("@a/old", ["api.example"], { exportTo: ["*"] }), service("@b/any")],
      [serviceEntry("@a/young", ["api.example"], { ports: [tls] })],
    ],
  },
];
