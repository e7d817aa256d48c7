import { ApplicationNetworkPolicy } from "../../schema/application-network-policy.ts";
import { objectIn, objectsIn, stringsIn } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";

export const applicationNetworkPolicy = kind({
  type: ApplicationNetworkPolicy,
  group: "networking.k8s.aws",
  versions: ["v1alpha1"],
  plural: "applicationnetworkpolicies",
  read: (object) => {
    const spec = objectIn(object, "spec");
    const peers = objectsIn(spec, "egress").flatMap((rule) => objectsIn(rule, "to"));
    return {
      policyTypes: stringsIn(spec, "policyTypes"),
      domainNames: [...new Set(peers.flatMap((peer) => stringsIn(peer, "domainNames")))],
      spec,
    };
  },
});
