import type { IstioPort } from "../../schema/istio-port.ts";
import type { JsonObject } from "../../schema/kubernetes-object.ts";
import type { InternPool } from "../../src/lib/intern.ts";
import { intIn, optionalInt, optionalString } from "../kubernetes/json.ts";

export function portIn(port: JsonObject, pool: InternPool): IstioPort {
  return {
    number: intIn(port, "number"),
    name: optionalString(port, "name", pool),
    protocol: optionalString(port, "protocol", pool),
    targetPort: optionalInt(port, "targetPort"),
  };
}
