import { NetworkPolicy } from "../../../schema/network-policy.ts";
import { objectIn, stringsIn } from "../json.ts";
import { kind } from "../kind.ts";

export const networkPolicy = kind({
  type: NetworkPolicy,
  group: "networking.k8s.io",
  versions: ["v1"],
  plural: "networkpolicies",
  read: (object) => {
    const spec = objectIn(object, "spec");
    return { policyTypes: stringsIn(spec, "policyTypes"), spec };
  },
});
