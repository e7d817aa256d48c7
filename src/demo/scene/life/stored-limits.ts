import { isJsonObject } from "../../json.ts";
import type { NodeGroup } from "../compute/node-group.ts";
import type { World } from "./world.ts";

/** A pool with the limits that its NodePool has now: an incident, or whoever tries the demo, may have written others. */
export function withStoredLimits({ server }: World, group: NodeGroup): NodeGroup {
  const spec = server.get("nodepools.karpenter.sh", group.name)?.["spec"];
  const limits = isJsonObject(spec) && isJsonObject(spec["limits"]) ? spec["limits"] : undefined;
  const cpu = Number(limits?.["cpu"]);
  if (!Number.isFinite(cpu)) return group;
  return { ...group, limits: { cpu, memoryGi: group.limits?.memoryGi ?? Infinity } };
}
