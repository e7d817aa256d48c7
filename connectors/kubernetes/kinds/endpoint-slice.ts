import { EndpointSlice } from "../../../schema/endpoint-slice.ts";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import type { ServiceEndpoint } from "../../../schema/service-endpoint.ts";
import type { InternPool } from "../../../src/lib/intern.ts";
import { objectIn, objectsIn, optionalBoolean, optionalInt, optionalString, stringIn, stringsIn } from "../json.ts";
import { kind } from "../kind.ts";

export const endpointSlice = kind({
  type: EndpointSlice,
  group: "discovery.k8s.io",
  versions: ["v1"],
  plural: "endpointslices",
  read: (object, pool) => ({
    serviceName: optionalString(objectIn(objectIn(object, "metadata"), "labels"), "kubernetes.io/service-name", pool),
    addressType: stringIn(object, "addressType", pool),
    ports: objectsIn(object, "ports").map((port) => ({
      name: optionalString(port, "name", pool),
      port: optionalInt(port, "port"),
      protocol: stringIn(port, "protocol", pool),
      appProtocol: optionalString(port, "appProtocol", pool),
    })),
    endpoints: objectsIn(object, "endpoints").map((endpoint) => endpointIn(endpoint, pool)),
  }),
});

function endpointIn(endpoint: JsonObject, pool: InternPool): ServiceEndpoint {
  const conditions = objectIn(endpoint, "conditions");
  const target = objectIn(endpoint, "targetRef");
  return {
    addresses: stringsIn(endpoint, "addresses"),
    ready: optionalBoolean(conditions, "ready"),
    serving: optionalBoolean(conditions, "serving"),
    terminating: optionalBoolean(conditions, "terminating"),
    nodeName: optionalString(endpoint, "nodeName", pool),
    zone: optionalString(endpoint, "zone", pool),
    podName: target["kind"] === "Pod" ? optionalString(target, "name", pool) : null,
  };
}
