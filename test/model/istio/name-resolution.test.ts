import { expect, test } from "vitest";
import { resolveName } from "../../../src/model/istio/name-resolution.ts";
import type { NamedPort } from "../../../src/model/istio/named-port.ts";
import type { WorldFields } from "./support/mesh-world.ts";
import {
  ambientOf,
  gatewayOf,
  istioPort,
  kubernetesService,
  serviceEntry,
  servicePort,
  sidecar,
  sidecarOf,
  worldOf,
} from "./support/mesh-world.ts";

const entry = (name: string, hosts: readonly string[], ...ports: readonly [number, string][]) =>
  serviceEntry("b", name, { hosts, ports: ports.map(([number, protocol]) => istioPort(number, protocol)) });
const http = (number: number): NamedPort => ({ number, by: "HTTP" });
const tls = (number: number): NamedPort => ({ number, by: "TLS" });
const reviews = kubernetesService("a", "reviews");
const headless = kubernetesService("a", "db", { clusterIPs: ["None"] });
const alias = (name: string, externalName: string, annotations = {}) =>
  kubernetesService("a", name, { type: "ExternalName", clusterIPs: [], externalName, annotations });
const listener = (number: number, protocol: string, ...hosts: readonly string[]) => ({
  port: { number, protocol },
  hosts,
});

const wide = entry("wide", ["*.com"], [80, "HTTP"]);
const narrow = entry("narrow", ["*.api.com"], [80, "HTTP"]);
const exact = entry("exact", ["eu.api.com"], [443, "TLS"]);

test.each<readonly [string, NonNullable<WorldFields["objects"]>, string, NamedPort | null, string]>([
  ["by its own host", [exact, narrow, wide], "eu.api.com", tls(443), "exact eu.api.com"],
  ["by a wildcard where its host lacks the port", [exact, narrow, wide], "eu.api.com", http(80), "narrow *.api.com"],
  ["by the longest wildcard", [narrow, wide], "us.api.com", http(80), "narrow *.api.com"],
  ["by a wildcard over several labels", [narrow], "x.us.api.com", http(80), "narrow *.api.com"],
  ["not the wildcard's own domain", [narrow], "api.com", http(80), "NOT_ANSWERED"],
  ["evilapi.com not by api.com", [entry("x", ["api.com"], [80, "HTTP"])], "evilapi.com", http(80), "NOT_ANSWERED"],
  ["evilapi.com not by *.api.com", [narrow], "evilapi.com", http(80), "NOT_ANSWERED"],
  ["but by *api.com, as Istio has it", [entry("x", ["*api.com"], [80, "HTTP"])], "evilapi.com", http(80), "x *api.com"],
  ["at any port", [exact, wide], "eu.api.com", null, "exact eu.api.com"],
  ["in capitals", [narrow], "US.API.com", http(80), "narrow *.api.com"],
  ["a host in capitals", [entry("x", ["API.com"], [80, "HTTP"])], "api.com", http(80), "x API.com"],
  ["with a dot at its end", [narrow], "us.api.com.", http(80), "narrow *.api.com"],
  ["TCP by no name", [entry("x", ["api.com"], [80, "TCP"])], "api.com", http(80), "NOT_ANSWERED"],
  ["TLS not as HTTP", [exact], "eu.api.com", http(443), "NOT_ANSWERED"],
  ["what is detected as HTTP", [entry("x", ["api.com"], [80, ""])], "api.com", http(80), "x api.com"],
  [
    "hosts that differ in capitals only",
    [entry("x", ["API.com"], [80, "HTTP"]), entry("y", ["api.com"], [80, "HTTP"])],
    "api.com",
    http(80),
    "UNKNOWN",
  ],
  ["a short name", [reviews], "reviews", http(80), "reviews reviews.a.svc.cluster.local"],
  ["a name with its namespace", [reviews], "reviews.a", http(80), "reviews reviews.a.svc.cluster.local"],
  ["a name with svc", [reviews], "reviews.a.svc", http(80), "reviews reviews.a.svc.cluster.local"],
  [
    "a short name in TLS",
    [kubernetesService("a", "reviews", { ports: [servicePort(443, "tls")] })],
    "reviews",
    tls(443),
    "NOT_ANSWERED",
  ],
  ["a host before a short name", [reviews, entry("x", ["reviews"], [80, "HTTP"])], "reviews", http(80), "x reviews"],
  ["a pod of a headless Service", [headless], "pod-0.db.a.svc.cluster.local", http(80), "db db.a.svc.cluster.local"],
  ["a pod of another Service", [reviews], "pod-0.reviews.a.svc.cluster.local", http(80), "NOT_ANSWERED"],
  [
    "another name",
    [reviews, alias("old", "reviews.a.svc.cluster.local")],
    "old.a.svc.cluster.local",
    http(80),
    "reviews old.a.svc.cluster.local",
  ],
  [
    "another name, whomever that is exported to",
    [reviews, alias("old", "reviews.a.svc.cluster.local", { "networking.istio.io/exportTo": "~" })],
    "old",
    http(80),
    "reviews old.a.svc.cluster.local",
  ],
  [
    "another name of another name",
    [reviews, alias("old", "older.a.svc.cluster.local"), alias("older", "reviews.a.svc.cluster.local")],
    "old",
    http(80),
    "reviews old.a.svc.cluster.local",
  ],
  [
    "another name in a circle",
    [alias("old", "older.a.svc.cluster.local"), alias("older", "old.a.svc.cluster.local")],
    "old",
    http(80),
    "NOT_ANSWERED",
  ],
  ["another name of what is not in the mesh", [alias("old", "nobody.org")], "old", null, "NOT_ANSWERED"],
  [
    "another name that a Sidecar does not take in",
    [reviews, alias("old", "reviews.a.svc.cluster.local"), sidecar("a", "s", ["a/reviews.a.svc.cluster.local"])],
    "old",
    http(80),
    "NOT_ANSWERED",
  ],
  [
    "what its own listener serves",
    [wide, sidecar("a", "s", { egress: [listener(80, "HTTP", "a/*"), { hosts: ["*/*"] }] })],
    "x.com",
    http(80),
    "NOT_ANSWERED",
  ],
  [
    "what the listener for the rest serves",
    [wide, sidecar("a", "s", { egress: [listener(81, "HTTP", "a/*"), { hosts: ["*/*"] }] })],
    "x.com",
    http(80),
    "wide *.com",
  ],
  [
    "what no listener serves",
    [wide, sidecar("a", "s", { egress: [listener(81, "HTTP", "*/*")] })],
    "x.com",
    http(80),
    "NOT_ANSWERED",
  ],
  [
    "at a listener that is an HTTP proxy",
    [wide, sidecar("a", "s", { egress: [listener(80, "HTTP_PROXY", "*/*")] })],
    "x.com",
    http(80),
    "UNKNOWN",
  ],
])("a sidecar is answered %s", (_, objects, name, port, expected) => {
  const { outcome, service, via } = resolveName(worldOf({ objects }), sidecarOf("a"), name, port);
  expect(service === null ? outcome : `${service.name} ${via}`).toBe(expected);
});

test("of two in one namespace the later takes the earlier's place at the port, whatever it speaks", () => {
  const first = serviceEntry("b", "first", { createdSeconds: 1 });
  const ports = [istioPort(80, "TCP"), istioPort(81, "HTTP")];
  const world = worldOf({ objects: [first, serviceEntry("b", "second", { createdSeconds: 2, ports })] });
  expect(resolveName(world, sidecarOf("a"), "api.com", http(80)).outcome).toBe("NOT_ANSWERED");
  expect(resolveName(world, sidecarOf("a"), "api.com", http(81)).service?.name).toBe("second");
});

test("in ambient a wildcard answers only with DYNAMIC_DNS and a waypoint", () => {
  const forwarded = (labels: Record<string, string>) =>
    worldOf({ objects: [serviceEntry("a", "x", { hosts: ["*.api.com"], resolution: "DYNAMIC_DNS", labels })] });
  const outcomeOf = (world: ReturnType<typeof worldOf>) =>
    resolveName(world, ambientOf("a"), "eu.api.com", null).outcome;
  expect(outcomeOf(worldOf({ objects: [narrow] }))).toBe("NOT_ANSWERED");
  expect(outcomeOf(forwarded({}))).toBe("NOT_ANSWERED");
  expect(outcomeOf(forwarded({ "istio.io/use-waypoint": "none" }))).toBe("NOT_ANSWERED");
  expect(outcomeOf(forwarded({ "istio.io/use-waypoint": "egress" }))).toBe("ANSWERED");
});

test("a gateway is answered by what it knows", () => {
  const world = worldOf({ objects: [wide, exact] });
  expect(resolveName(world, gatewayOf("a"), "eu.api.com", tls(443)).service?.name).toBe("exact");
  expect(resolveName(world, gatewayOf("a"), "eu.api.com", http(80)).service?.name).toBe("wide");
});

test("what was not read may answer", () => {
  const world = worldOf({ gaps: [{ what: "REMOTE_SERVICES", reason: "not read" }], namespaces: { a: {} } });
  expect(resolveName(world, sidecarOf("a"), "reviews", http(80)).outcome).toBe("UNKNOWN");
  expect(resolveName(world, sidecarOf("a"), "api.com", http(80)).outcome).toBe("NOT_ANSWERED");
});
