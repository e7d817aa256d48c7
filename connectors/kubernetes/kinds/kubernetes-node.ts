import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { noStrings } from "../../../schema/kubernetes-object.ts";
import { KubernetesNode } from "../../../schema/kubernetes-node.ts";
import type { InternPool } from "../../../src/lib/intern.ts";
import { conditionsIn, readyIn } from "../conditions.ts";
import { booleanIn, objectIn, objectsIn, optionalString, stringMapIn } from "../json.ts";
import { kind } from "../kind.ts";
import { taintsIn } from "../taints.ts";

export const kubernetesNode = kind({
  type: KubernetesNode,
  group: "",
  versions: ["v1"],
  plural: "nodes",
  read: (object, pool) => {
    const labels = objectIn(objectIn(object, "metadata"), "labels");
    const spec = objectIn(object, "spec");
    const status = objectIn(object, "status");
    const conditions = conditionsIn(status, pool);
    return {
      ready: readyIn(conditions) === true,
      unschedulable: booleanIn(spec, "unschedulable"),
      zone: optionalString(labels, "topology.kubernetes.io/zone", pool),
      instanceType: optionalString(labels, "node.kubernetes.io/instance-type", pool),
      capacityType: capacityTypeIn(labels, pool),
      providerID: optionalString(spec, "providerID"),
      kubeletVersion: optionalString(objectIn(status, "nodeInfo"), "kubeletVersion", pool),
      internalIP: internalIPIn(status),
      taints: taintsIn(spec, "taints", pool),
      allocatable: stringMapIn(status, "allocatable", pool) ?? noStrings,
      capacity: stringMapIn(status, "capacity", pool) ?? noStrings,
      conditions,
    };
  },
});

/** EKS writes ON_DEMAND where Karpenter writes on-demand; Karpenter's word is used for both. */
function capacityTypeIn(labels: JsonObject, pool: InternPool): string | null {
  const karpenter = optionalString(labels, "karpenter.sh/capacity-type", pool);
  if (karpenter !== null) return karpenter;
  const eks = optionalString(labels, "eks.amazonaws.com/capacityType");
  return eks === null ? null : pool.string(eks.toLowerCase().replaceAll("_", "-"));
}

function internalIPIn(status: JsonObject): string | null {
  for (const address of objectsIn(status, "addresses"))
    if (address["type"] === "InternalIP") return optionalString(address, "address");
  return null;
}
