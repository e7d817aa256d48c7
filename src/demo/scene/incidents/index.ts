import { frozenWatch } from "./frozen-watch.ts";
import { gatewayLosesNodes } from "./gateway-loses-nodes.ts";
import type { Incident } from "./incident.ts";
import { missingPort } from "./missing-port.ts";
import { poolAtLimit } from "./pool-at-limit.ts";
import { revokedRight } from "./revoked-right.ts";
import type { IncidentName } from "./summaries.ts";
import { twoOwners } from "./two-owners.ts";

export const incidents: Readonly<Record<IncidentName, Incident>> = {
  "gateway-loses-nodes": gatewayLosesNodes,
  "missing-port": missingPort,
  "two-owners": twoOwners,
  "pool-at-limit": poolAtLimit,
  "frozen-watch": frozenWatch,
  "revoked-right": revokedRight,
};
