import { NodeClass } from "../../schema/node-class.ts";
import { objectIn, optionalString } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { nodeClassIn } from "../kubernetes/node-class.ts";

export const nodeClass = kind({
  type: NodeClass,
  group: "eks.amazonaws.com",
  versions: ["v1"],
  plural: "nodeclasses",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    return {
      ...nodeClassIn(object, pool),
      networkPolicy: optionalString(spec, "networkPolicy", pool),
      snatPolicy: optionalString(spec, "snatPolicy", pool),
    };
  },
});
