import { ServiceEntry } from "../../schema/service-entry.ts";
import { objectIn, objectsIn, optionalObject, optionalString, stringIn, stringsIn } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { networking } from "./api.ts";
import { endpointIn } from "./endpoint.ts";
import { portIn } from "./port.ts";

export const serviceEntry = kind({
  ...networking,
  type: ServiceEntry,
  plural: "serviceentries",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    return {
      hosts: stringsIn(spec, "hosts"),
      addresses: stringsIn(spec, "addresses"),
      allocatedAddresses: objectsIn(objectIn(object, "status"), "addresses").map((address) => ({
        host: stringIn(address, "host"),
        address: stringIn(address, "value"),
      })),
      ports: objectsIn(spec, "ports").map((port) => portIn(port, pool)),
      location: optionalString(spec, "location", pool) ?? "MESH_EXTERNAL",
      resolution: optionalString(spec, "resolution", pool) ?? "NONE",
      exportTo: stringsIn(spec, "exportTo"),
      endpoints: objectsIn(spec, "endpoints").map((endpoint) => endpointIn(endpoint, pool)),
      workloadSelector: optionalObject(spec, "workloadSelector"),
      subjectAltNames: stringsIn(spec, "subjectAltNames"),
    };
  },
});
