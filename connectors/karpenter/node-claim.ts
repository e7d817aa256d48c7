import { NodeClaim } from "../../schema/node-claim.ts";
import { conditionsIn } from "../kubernetes/conditions.ts";
import { objectIn, optionalObject, optionalString } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";

export const nodeClaim = kind({
  type: NodeClaim,
  group: "karpenter.sh",
  versions: ["v1"],
  plural: "nodeclaims",
  read: (object, pool) => {
    const labels = objectIn(objectIn(object, "metadata"), "labels");
    const spec = objectIn(object, "spec");
    const status = objectIn(object, "status");
    return {
      providerID: optionalString(status, "providerID") || null,
      capacityType: optionalString(labels, "karpenter.sh/capacity-type", pool),
      instanceType: optionalString(labels, "node.kubernetes.io/instance-type", pool),
      zone: optionalString(labels, "topology.kubernetes.io/zone", pool),
      nodeName: optionalString(status, "nodeName", pool) || null,
      imageID: optionalString(status, "imageID", pool) || null,
      expireAfter: optionalString(spec, "expireAfter", pool),
      terminationGracePeriod: optionalString(spec, "terminationGracePeriod", pool),
      nodeClassRef: objectIn(spec, "nodeClassRef"),
      requests: optionalObject(objectIn(spec, "resources"), "requests"),
      conditions: conditionsIn(status, pool),
    };
  },
});
