import { DestinationRule } from "../../schema/destination-rule.ts";
import { objectIn, objectsIn, stringIn, stringsIn } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { networking } from "./api.ts";

export const destinationRule = kind({
  ...networking,
  type: DestinationRule,
  plural: "destinationrules",
  read: (object) => {
    const spec = objectIn(object, "spec");
    return {
      host: stringIn(spec, "host"),
      subsets: objectsIn(spec, "subsets").map((subset) => stringIn(subset, "name")),
      exportTo: stringsIn(spec, "exportTo"),
      spec,
    };
  },
});
