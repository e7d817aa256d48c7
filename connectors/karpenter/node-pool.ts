import { noStrings } from "../../schema/kubernetes-object.ts";
import { NodePool } from "../../schema/node-pool.ts";
import { conditionsIn, readyIn } from "../kubernetes/conditions.ts";
import { objectIn, objectsIn, optionalInt, optionalObject, optionalString, stringMapIn } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { taintsIn } from "../kubernetes/taints.ts";

/** v1 only: v1beta1 has other fields, and no supported Karpenter stores it. */
export const nodePool = kind({
  type: NodePool,
  group: "karpenter.sh",
  versions: ["v1"],
  plural: "nodepools",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    const status = objectIn(object, "status");
    const template = objectIn(objectIn(spec, "template"), "spec");
    const conditions = conditionsIn(status, pool);
    return {
      ready: readyIn(conditions),
      weight: optionalInt(spec, "weight"),
      limits: optionalObject(spec, "limits"),
      resources: optionalObject(status, "resources"),
      requirements: objectsIn(template, "requirements"),
      taints: taintsIn(template, "taints", pool),
      startupTaints: taintsIn(template, "startupTaints", pool),
      templateLabels: stringMapIn(objectIn(objectIn(spec, "template"), "metadata"), "labels", pool) ?? noStrings,
      expireAfter: optionalString(template, "expireAfter", pool),
      terminationGracePeriod: optionalString(template, "terminationGracePeriod", pool),
      replicas: optionalInt(spec, "replicas"),
      disruption: objectIn(spec, "disruption"),
      nodeClassRef: objectIn(template, "nodeClassRef"),
      conditions,
    };
  },
});
