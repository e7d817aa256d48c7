import { Sidecar } from "../../schema/sidecar.ts";
import { objectIn, objectsIn, stringMapIn, stringsIn } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { networking } from "./api.ts";

export const sidecar = kind({
  ...networking,
  type: Sidecar,
  plural: "sidecars",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    return {
      workloadSelector: stringMapIn(objectIn(spec, "workloadSelector"), "labels", pool),
      egressHosts: [...new Set(objectsIn(spec, "egress").flatMap((listener) => stringsIn(listener, "hosts")))],
      spec,
    };
  },
});
