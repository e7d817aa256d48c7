import { EC2NodeClass } from "../../schema/ec2-node-class.ts";
import { objectIn, objectsIn, optionalString } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { nodeClassIn } from "../kubernetes/node-class.ts";

export const ec2NodeClass = kind({
  type: EC2NodeClass,
  group: "karpenter.k8s.aws",
  versions: ["v1"],
  plural: "ec2nodeclasses",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    return {
      ...nodeClassIn(object, pool),
      amiFamily: optionalString(spec, "amiFamily", pool),
      amiSelectorTerms: objectsIn(spec, "amiSelectorTerms"),
    };
  },
});
