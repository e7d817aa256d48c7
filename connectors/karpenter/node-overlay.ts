import { NodeOverlay } from "../../schema/node-overlay.ts";
import { conditionsIn, readyIn } from "../kubernetes/conditions.ts";
import { objectIn, objectsIn, optionalInt, optionalObject, optionalString } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";

export const nodeOverlay = kind({
  type: NodeOverlay,
  group: "karpenter.sh",
  versions: ["v1alpha1"],
  plural: "nodeoverlays",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    const conditions = conditionsIn(objectIn(object, "status"), pool);
    return {
      requirements: objectsIn(spec, "requirements"),
      weight: optionalInt(spec, "weight"),
      price: optionalString(spec, "price"),
      priceAdjustment: optionalString(spec, "priceAdjustment"),
      capacity: optionalObject(spec, "capacity"),
      ready: readyIn(conditions),
      conditions,
    };
  },
});
