import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { destinationRuleFor } from "../../../src/model/istio/destination-rule-lookup.ts";
import type { TlsInForce } from "../../../src/model/istio/destination-rule-tls.ts";
import { tlsInForce } from "../../../src/model/istio/destination-rule-tls.ts";
import type { MeshProxy } from "../../../src/model/istio/mesh-world.ts";
import { sidecarOf } from "./support/mesh-world.ts";
import { destinationRule, routeWorldOf } from "./support/route-world.ts";

function tls(
  spec: JsonObject,
  port = 443,
  subset: string | null = null,
  mode: MeshProxy["mode"] = "SIDECAR",
): TlsInForce {
  const world = routeWorldOf({ objects: [destinationRule("shop", "r", { host: "api.com", ...spec })] });
  const answer = destinationRuleFor(world, sidecarOf("shop", { app: "x" }), { host: "api.com", namespace: "shop" });
  if (answer.outcome === "UNKNOWN") throw new Error(answer.reason);
  return tlsInForce(answer.rule, { mode }, port, subset);
}

const policy = (mode: string, fields: JsonObject = {}): JsonObject => ({ tls: { mode, ...fields } });
const at = (port: number, tlsFields: JsonObject): JsonObject => ({
  portLevelSettings: [{ port: { number: port }, ...tlsFields }],
});
const says = (mode: string, sni: string | null = null): JsonObject => ({
  origin: "DESTINATION_RULE",
  mode,
  sni,
  dropped: null,
});
const automatic = { origin: "AUTOMATIC" };

test.each([
  ["no policy leaves it to the mesh", {}, automatic],
  ["a policy without TLS does too", { trafficPolicy: { connectionPool: {} } }, automatic],
  ["a policy holds for every port", { trafficPolicy: policy("SIMPLE") }, says("SIMPLE")],
  ["a name may be asked for", { trafficPolicy: policy("SIMPLE", { sni: "x.com" }) }, says("SIMPLE", "x.com")],
  ["without TLS no name is asked for", { trafficPolicy: policy("DISABLE", { sni: "x.com" }) }, says("DISABLE")],
  ["a mode that is left out is DISABLE", { trafficPolicy: { tls: {} } }, says("DISABLE")],
  ["the mesh's own certificates may be asked for", { trafficPolicy: policy("ISTIO_MUTUAL") }, says("ISTIO_MUTUAL")],
  [
    "a port's settings replace the others",
    { trafficPolicy: { ...policy("SIMPLE"), ...at(443, policy("DISABLE")) } },
    says("DISABLE"),
  ],
  ["also where they say nothing of TLS", { trafficPolicy: { ...policy("SIMPLE"), ...at(443, {}) } }, automatic],
  ["another port's do not", { trafficPolicy: { ...policy("SIMPLE"), ...at(80, policy("DISABLE")) } }, says("SIMPLE")],
])("%s", (_, spec, expected) => {
  expect(tls(spec)).toEqual(expected);
});

test.each([
  ["has the rule's TLS where it says nothing", {}, says("SIMPLE")],
  ["has its own", { trafficPolicy: policy("DISABLE") }, says("DISABLE")],
  [
    "has its own for a port",
    { trafficPolicy: { ...policy("SIMPLE"), ...at(443, policy("ISTIO_MUTUAL")) } },
    says("ISTIO_MUTUAL"),
  ],
  ["loses the rule's by settings for a port that say nothing of it", { trafficPolicy: at(443, {}) }, automatic],
])("a subset %s", (_, subset, expected) => {
  const spec = { trafficPolicy: policy("SIMPLE"), subsets: [{ name: "v1", labels: { v: "1" }, ...subset }] };
  expect(tls(spec, 443, "v1")).toEqual(expected);
  expect(tls(spec)).toEqual(says("SIMPLE"));
});

const selector = { workloadSelector: { matchLabels: { app: "x" } } };

test.each([
  ["a credential without a selector", {}, { credentialName: "c" }, "SIDECAR", "CREDENTIAL_WITHOUT_SELECTOR"],
  ["a credential with a selector", selector, { credentialName: "c" }, "SIDECAR", null],
  ["a credential at a gateway", {}, { credentialName: "c" }, "GATEWAY", null],
  ["a ConfigMap, which anyone may read", {}, { credentialName: "configmap://c" }, "SIDECAR", null],
  ["no certificate", {}, {}, "SIDECAR", "MUTUAL_WITHOUT_CERTIFICATE"],
  ["a certificate without its key", {}, { clientCertificate: "/c" }, "GATEWAY", "MUTUAL_WITHOUT_CERTIFICATE"],
  ["a certificate and key", {}, { clientCertificate: "/c", privateKey: "/k" }, "SIDECAR", null],
] as const)("mutual TLS with %s", (_, fields, settings, mode, dropped) => {
  const expected = dropped === null ? says("MUTUAL") : { ...says("DISABLE"), dropped };
  expect(tls({ ...fields, trafficPolicy: policy("MUTUAL", settings) }, 443, null, mode)).toEqual(expected);
});

test("of two rules for one host the older one's policy holds, the other's where it has none", () => {
  const rule = (name: string, createdSeconds: number, fields: JsonObject) =>
    destinationRule("shop", name, { host: "api.com", ...fields }, { createdSeconds });
  const inForce = (old: JsonObject): TlsInForce => {
    const objects = [rule("old", 1, old), rule("new", 2, { trafficPolicy: policy("DISABLE") })];
    const answer = destinationRuleFor(routeWorldOf({ objects }), sidecarOf("shop"), {
      host: "api.com",
      namespace: "shop",
    });
    return tlsInForce(answer.outcome === "KNOWN" ? answer.rule : null, { mode: "SIDECAR" }, 443, null);
  };
  expect(inForce({ trafficPolicy: policy("SIMPLE") })).toEqual(says("SIMPLE"));
  expect(inForce({})).toEqual(says("DISABLE"));
});
