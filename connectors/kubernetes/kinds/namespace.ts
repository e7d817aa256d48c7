import { Namespace } from "../../../schema/namespace.ts";
import { objectIn, stringIn } from "../json.ts";
import { kind } from "../kind.ts";

export const namespace = kind({
  type: Namespace,
  group: "",
  versions: ["v1"],
  plural: "namespaces",
  read: (object, pool) => ({ phase: stringIn(objectIn(object, "status"), "phase", pool) }),
});
