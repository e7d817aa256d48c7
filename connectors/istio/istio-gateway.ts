import { IstioGateway } from "../../schema/istio-gateway.ts";
import { noStrings } from "../../schema/kubernetes-object.ts";
import { objectIn, objectsIn, optionalString, stringMapIn, stringsIn } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { networking } from "./api.ts";
import { portIn } from "./port.ts";

export const istioGateway = kind({
  ...networking,
  type: IstioGateway,
  plural: "gateways",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    return {
      selector: stringMapIn(spec, "selector", pool) ?? noStrings,
      servers: objectsIn(spec, "servers").map((server) => ({
        port: portIn(objectIn(server, "port"), pool),
        hosts: stringsIn(server, "hosts"),
        tlsMode: optionalString(objectIn(server, "tls"), "mode", pool),
      })),
    };
  },
});
