import { expect, test } from "vitest";
import { gatewayReference } from "../../../src/model/istio/gateway-reference.ts";

test.each([
  ["mesh", null],
  ["egress", "shop/egress"],
  ["istio-egress/egress", "istio-egress/egress"],
  ["./egress", "shop/egress"],
  ["egress.istio-egress", "istio-egress/egress"],
  ["egress.istio-egress.svc.cluster.local", "istio-egress/egress"],
])("%s in namespace shop means %s", (reference, meant) => {
  expect(gatewayReference(reference, "shop")).toBe(meant);
});
