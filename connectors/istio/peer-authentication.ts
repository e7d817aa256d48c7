import type { JsonObject } from "../../schema/kubernetes-object.ts";
import { PeerAuthentication } from "../../schema/peer-authentication.ts";
import type { InternPool } from "../../src/lib/intern.ts";
import { objectIn, optionalObject, optionalString } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { security } from "./api.ts";
import { matchLabelsIn } from "./workload-selector.ts";

export const peerAuthentication = kind({
  ...security,
  type: PeerAuthentication,
  plural: "peerauthentications",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    return {
      selector: matchLabelsIn(spec, pool),
      mode: modeIn(objectIn(spec, "mtls"), pool),
      portLevelModes: portLevelModesIn(spec, pool),
    };
  },
});

function modeIn(mtls: JsonObject, pool: InternPool): string {
  return optionalString(mtls, "mode", pool) ?? "UNSET";
}

function portLevelModesIn(spec: JsonObject, pool: InternPool): JsonObject | null {
  const ports = optionalObject(spec, "portLevelMtls");
  if (ports === null) return null;
  return Object.fromEntries(Object.keys(ports).map((port) => [port, modeIn(objectIn(ports, port), pool)]));
}
