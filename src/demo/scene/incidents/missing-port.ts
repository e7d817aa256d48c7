import { isJsonArray, isJsonObject } from "../../json.ts";
import type { Incident } from "./incident.ts";

const resource = "serviceentries.networking.istio.io";
const key = "pay/stripe";

/** Somebody tidies up a port that only the gateway's leg of the route needs. */
export const missingPort: Incident = {
  cluster: "eu-1",
  *play({ server }) {
    const spec = server.get(resource, key)?.["spec"];
    const ports = isJsonObject(spec) && isJsonArray(spec["ports"]) ? spec["ports"] : [];
    if (ports.length === 0) return;
    const left = ports.filter((port) => !isJsonObject(port) || port["number"] !== 443);
    server.patch(resource, key, { spec: { ports: left } });
    yield;
  },
};
