import { TLSRoute } from "../../schema/tls-route.ts";
import { kind } from "../kubernetes/kind.ts";
import { GATEWAY_API } from "./api.ts";
import { routeIn } from "./route.ts";

/** All versions have the fields that are read. */
export const tlsRoute = kind({
  type: TLSRoute,
  group: GATEWAY_API,
  versions: ["v1", "v1alpha3", "v1alpha2"],
  plural: "tlsroutes",
  read: routeIn,
});
