import { HTTPRoute } from "../../schema/http-route.ts";
import { kind } from "../kubernetes/kind.ts";
import { GATEWAY_API } from "./api.ts";
import { routeIn } from "./route.ts";

export const httpRoute = kind({
  type: HTTPRoute,
  group: GATEWAY_API,
  versions: ["v1", "v1beta1"],
  plural: "httproutes",
  read: routeIn,
});
