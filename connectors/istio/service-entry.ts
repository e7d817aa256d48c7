import type { JsonObject } from "../../schema/kubernetes-object.ts";
import type { ServiceEntryEndpoint } from "../../schema/service-entry-endpoint.ts";
import { ServiceEntry } from "../../schema/service-entry.ts";
import type { InternPool } from "../../src/lib/intern.ts";
import {
  objectIn,
  objectsIn,
  optionalInt,
  optionalObject,
  optionalString,
  stringMapIn,
  stringsIn,
} from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { networking } from "./api.ts";
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

function endpointIn(endpoint: JsonObject, pool: InternPool): ServiceEntryEndpoint {
  return {
    address: optionalString(endpoint, "address"),
    ports: optionalObject(endpoint, "ports"),
    labels: stringMapIn(endpoint, "labels", pool),
    network: optionalString(endpoint, "network", pool),
    locality: optionalString(endpoint, "locality", pool),
    weight: optionalInt(endpoint, "weight"),
  };
}
