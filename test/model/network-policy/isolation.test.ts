import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { isolationOf } from "../../../src/model/network-policy/isolation.ts";
import { readNetworkPolicy } from "../../../src/model/network-policy/read-network-policy.ts";

const web = {
  cluster: "eu-1",
  namespace: "shop",
  name: "web",
  labels: { app: "web" },
  podIPs: ["10.0.0.1"],
  hostNetwork: false,
  phase: "Running",
  nodeName: "node-1",
  containers: [],
};
const policy = (name: string, spec: JsonObject, namespace = "shop") => readNetworkPolicy({ namespace, name, spec });

const denyIngress = policy("deny-ingress", {});
const denyEgress = policy("deny-egress", { policyTypes: ["Egress"] });
const denyAll = policy("deny-all", { policyTypes: ["Ingress", "Egress"] });
const allowIngress = policy("allow-ingress", { ingress: [{}] });
const allowNobody = policy("allow-nobody", { ingress: [{ from: [{}] }] });
const ofOthers = policy("of-others", { podSelector: { matchLabels: { app: "api" } } });
const elsewhere = policy("elsewhere", {}, "bank");
const badSelector = policy("bad-selector", { podSelector: 5 });
const badTypes = policy("bad-types", { policyTypes: ["ingress"] });
const badTypesOfOthers = policy("bad-types", { policyTypes: 1, podSelector: { matchLabels: { app: "api" } } });
const badRules = policy("bad-rules", { ingress: 5 });

const open = { isolated: false, policies: [], defaultDeny: [], unreadable: [] };
const denied = (...policies: readonly unknown[]) => ({
  isolated: true,
  policies,
  defaultDeny: policies,
  unreadable: [],
});

test.each([
  ["no policy", [], open, open],
  ["a policy of other pods", [ofOthers], open, open],
  ["a policy of another namespace", [elsewhere], open, open],
  ["deny ingress", [denyIngress], denied(denyIngress), open],
  ["deny egress", [denyEgress], open, denied(denyEgress)],
  ["deny all", [denyAll], denied(denyAll), denied(denyAll)],
  ["allow ingress", [allowIngress], { ...denied(allowIngress), defaultDeny: [] }, open],
  ["two", [allowIngress, denyAll], { ...denied(allowIngress, denyAll), defaultDeny: [denyAll] }, denied(denyAll)],
  ["a rule that cannot be read", [allowNobody], { ...denied(allowNobody), defaultDeny: [] }, open],
  ["rules that cannot be read", [badRules], { ...denied(badRules), defaultDeny: [] }, open],
  ["a bad selector", [badSelector], { ...open, isolated: null, unreadable: [badSelector] }, open],
  [
    "a bad type",
    [badTypes],
    { ...open, isolated: null, unreadable: [badTypes] },
    { ...open, isolated: null, unreadable: [badTypes] },
  ],
  ["a bad type for other pods", [badTypesOfOthers], open, open],
  [
    "a bad selector beside a good one",
    [badSelector, denyIngress],
    { ...denied(denyIngress), unreadable: [badSelector] },
    open,
  ],
])("%s isolates", (_, policies, ingress, egress) => {
  expect(isolationOf(web, policies)).toEqual({ ingress, egress });
});

test("whether a selected pod of the host network is isolated is not said", () => {
  const { ingress, egress } = isolationOf({ ...web, hostNetwork: true }, [denyIngress]);

  expect(ingress).toEqual({ ...denied(denyIngress), isolated: null });
  expect(egress).toEqual(open);
});
