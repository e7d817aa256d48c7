import { IstioGateway } from "../../schema/istio-gateway.ts";
import type { IstioServer } from "../../schema/istio-server.ts";
import type { JsonObject } from "../../schema/kubernetes-object.ts";
import { noStrings } from "../../schema/kubernetes-object.ts";
import type { InternPool } from "../../src/lib/intern.ts";
import {
  booleanIn,
  objectIn,
  objectsIn,
  optionalObject,
  optionalString,
  stringMapIn,
  stringsIn,
} from "../kubernetes/json.ts";
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
      servers: objectsIn(spec, "servers").map((server) => serverIn(server, pool)),
    };
  },
});

/** TLS without a mode is PASSTHROUGH, the zero of its enum. Source: istio.io/api networking/v1alpha3/gateway.proto (ServerTLSSettings). */
function serverIn(server: JsonObject, pool: InternPool): IstioServer {
  const tls = optionalObject(server, "tls");
  return {
    port: portIn(objectIn(server, "port"), pool),
    bind: optionalString(server, "bind", pool) || null,
    hosts: stringsIn(server, "hosts"),
    tlsMode: tls === null ? null : (optionalString(tls, "mode", pool) ?? "PASSTHROUGH"),
    httpsRedirect: tls !== null && booleanIn(tls, "httpsRedirect"),
  };
}
