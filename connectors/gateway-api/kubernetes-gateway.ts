import type { GatewayListener } from "../../schema/gateway-listener.ts";
import { KubernetesGateway } from "../../schema/kubernetes-gateway.ts";
import type { JsonObject } from "../../schema/kubernetes-object.ts";
import type { InternPool } from "../../src/lib/intern.ts";
import { conditionsIn } from "../kubernetes/conditions.ts";
import { intIn, objectIn, objectsIn, optionalObject, optionalString, stringIn } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { GATEWAY_API } from "./api.ts";

export const kubernetesGateway = kind({
  type: KubernetesGateway,
  group: GATEWAY_API,
  versions: ["v1", "v1beta1"],
  plural: "gateways",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    const status = objectIn(object, "status");
    return {
      gatewayClassName: stringIn(spec, "gatewayClassName", pool),
      listeners: objectsIn(spec, "listeners").map((listener) => listenerIn(listener, pool)),
      addresses: objectsIn(status, "addresses").map((address) => stringIn(address, "value")),
      conditions: conditionsIn(status, pool),
    };
  },
});

function listenerIn(listener: JsonObject, pool: InternPool): GatewayListener {
  const tls = optionalObject(listener, "tls");
  return {
    name: stringIn(listener, "name", pool),
    hostname: optionalString(listener, "hostname", pool),
    port: intIn(listener, "port"),
    protocol: stringIn(listener, "protocol", pool),
    tlsMode: tls === null ? null : (optionalString(tls, "mode", pool) ?? "Terminate"),
  };
}
