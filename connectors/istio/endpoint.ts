import type { JsonObject } from "../../schema/kubernetes-object.ts";
import type { ServiceEntryEndpoint } from "../../schema/service-entry-endpoint.ts";
import type { InternPool } from "../../src/lib/intern.ts";
import { optionalInt, optionalObject, optionalString, stringMapIn } from "../kubernetes/json.ts";

/** One place of a workload: an endpoint of a ServiceEntry and a WorkloadEntry are written alike. */
export function endpointIn(endpoint: JsonObject, pool: InternPool): ServiceEntryEndpoint {
  return {
    address: optionalString(endpoint, "address"),
    ports: optionalObject(endpoint, "ports"),
    labels: stringMapIn(endpoint, "labels", pool),
    network: optionalString(endpoint, "network", pool),
    locality: optionalString(endpoint, "locality", pool),
    weight: optionalInt(endpoint, "weight"),
  };
}
