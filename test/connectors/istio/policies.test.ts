import { expect, test } from "vitest";
import { authorizationPolicy } from "../../../connectors/istio/authorization-policy.ts";
import { peerAuthentication } from "../../../connectors/istio/peer-authentication.ts";
import { telemetry } from "../../../connectors/istio/telemetry.ts";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";
import type { Kind } from "../../../connectors/kubernetes/kind.ts";

const metadata = { name: "a", namespace: "shop", uid: "u", resourceVersion: "1" };
const decoder = new Decoder("eu-1");

const gateway = { group: "gateway.networking.k8s.io", kind: "Gateway", name: "waypoint" };
const service = { kind: "Service", name: "checkout" };
const told = {
  gateway: { ...gateway, namespace: null, sectionName: null, port: null },
  service: { ...service, group: "", namespace: null, sectionName: null, port: null },
};

const targets = [
  ["none", {}, []],
  ["the older single one", { targetRef: gateway }, [told.gateway]],
  ["several, in their order", { targetRefs: [service, gateway] }, [told.service, told.gateway]],
  ["the several before the single one", { targetRef: gateway, targetRefs: [service] }, [told.service]],
  ["the single one beside an empty list", { targetRef: gateway, targetRefs: [] }, [told.gateway]],
] as const;

test.each(targets)("an AuthorizationPolicy's targets: %s", (_, spec, targetRefs) => {
  expect(decoder.decode(authorizationPolicy, { metadata, spec }).targetRefs).toEqual(targetRefs);
});

test.each(targets)("a Telemetry's targets: %s", (_, spec, targetRefs) => {
  expect(decoder.decode(telemetry, { metadata, spec }).targetRefs).toEqual(targetRefs);
});

test.each([{}, { selector: {} }, { selector: { matchLabels: {} } }])("the spec %o selects every workload", (spec) => {
  const kinds: readonly Kind[] = [authorizationPolicy, peerAuthentication, telemetry];
  for (const kind of kinds) expect(decoder.decode(kind, { metadata, spec })).toMatchObject({ selector: null });
});

test("a policy that says nothing allows, by no rule", () => {
  expect(decoder.decode(authorizationPolicy, { metadata })).toMatchObject({ action: "ALLOW", rules: [] });
});

test("an empty rule, which matches every request, is not no rule", () => {
  expect(decoder.decode(authorizationPolicy, { metadata, spec: { rules: [{}] } }).rules).toEqual([{}]);
});

test.each([
  ["nothing", {}, "UNSET", null],
  ["mtls without a mode", { mtls: {} }, "UNSET", null],
  ["null for mtls", { mtls: null, portLevelMtls: null }, "UNSET", null],
  ["a mode", { mtls: { mode: "STRICT" } }, "STRICT", null],
  ["no ports", { mtls: { mode: "STRICT" }, portLevelMtls: {} }, "STRICT", {}],
  [
    "modes of ports",
    { mtls: { mode: "STRICT" }, portLevelMtls: { "8080": { mode: "DISABLE" }, "9090": {}, "9091": null } },
    "STRICT",
    { "8080": "DISABLE", "9090": "UNSET", "9091": "UNSET" },
  ],
])("a PeerAuthentication that says %s", (_, spec, mode, portLevelModes) => {
  const decoded = decoder.decode(peerAuthentication, { metadata, spec });

  expect(decoded.mode).toBe(mode);
  expect(decoded.portLevelModes).toEqual(portLevelModes);
});
