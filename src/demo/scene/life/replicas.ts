import { isJsonObject } from "../../json.ts";
import type { Workload } from "../workloads/workload.ts";
import type { World } from "./world.ts";

/** The resource of what makes a workload's pods. */
export function controllerResource({ controller }: Workload): string {
  return `${controller.toLowerCase()}s.apps`;
}

/** How many pods a workload is to have now: somebody may have scaled it. Without its controller it has none. */
export function wantedReplicas({ server }: World, workload: Workload): number {
  const spec = server.get(controllerResource(workload), `${workload.namespace}/${workload.name}`)?.["spec"];
  const replicas = isJsonObject(spec) ? spec["replicas"] : 0;
  return typeof replicas === "number" ? replicas : 0;
}
