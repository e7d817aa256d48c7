import { ServiceEntry } from "../../schema/service-entry.ts";
import { objectIn, stringsIn } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";

export const serviceEntry = kind({
  type: ServiceEntry,
  group: "networking.istio.io",
  versions: ["v1", "v1beta1", "v1alpha3"],
  plural: "serviceentries",
  read: (object) => {
    const spec = objectIn(object, "spec");
    return { hosts: stringsIn(spec, "hosts") };
  },
});
