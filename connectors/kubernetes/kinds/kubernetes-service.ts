import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { KubernetesService } from "../../../schema/kubernetes-service.ts";
import type { ServicePort } from "../../../schema/service-port.ts";
import type { InternPool } from "../../../src/lib/intern.ts";
import {
  intIn,
  objectIn,
  objectsIn,
  optionalInt,
  optionalIntOrString,
  optionalString,
  stringIn,
  stringMapIn,
  stringsIn,
} from "../json.ts";
import { kind } from "../kind.ts";

export const kubernetesService = kind({
  type: KubernetesService,
  group: "",
  versions: ["v1"],
  plural: "services",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    return {
      type: stringIn(spec, "type", pool),
      clusterIPs: stringsIn(spec, "clusterIPs"),
      externalName: optionalString(spec, "externalName") || null,
      ports: objectsIn(spec, "ports").map((port) => portIn(port, pool)),
      selector: stringMapIn(spec, "selector", pool),
    };
  },
});

function portIn(port: JsonObject, pool: InternPool): ServicePort {
  return {
    name: optionalString(port, "name", pool),
    port: intIn(port, "port"),
    targetPort: optionalIntOrString(port, "targetPort", pool),
    protocol: stringIn(port, "protocol", pool),
    appProtocol: optionalString(port, "appProtocol", pool),
    nodePort: optionalInt(port, "nodePort"),
  };
}
