import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { objectsIn } from "../json.ts";

/** What decides where a pod may run. Source: k8s.io/api core/v1 types.go (PodSpec). */
const DECISIVE = [
  ["nodeSelector", "affinity", "tolerations", "topologySpreadConstraints", "schedulingGates", "schedulerName"],
  ["priorityClassName", "preemptionPolicy", "overhead", "resources", "resourceClaims", "nodeName"],
].flat();

/** The part of a pod's spec that demands something of a node, with the node that the scheduler makes room on, if there is one. */
export function schedulingSpecIn(spec: JsonObject, status: JsonObject): JsonObject {
  const kept: Record<string, unknown> = {};
  for (const name of DECISIVE) if (spec[name] !== undefined) kept[name] = spec[name];
  for (const name of ["containers", "initContainers"] as const)
    kept[name] = objectsIn(spec, name).map(({ resources, restartPolicy, ports }) => ({
      resources,
      restartPolicy,
      ports,
    }));
  kept["volumes"] = objectsIn(spec, "volumes").filter(
    ({ persistentVolumeClaim, ephemeral }) => persistentVolumeClaim !== undefined || ephemeral !== undefined,
  );
  if (status["nominatedNodeName"] !== undefined) kept["nominatedNodeName"] = status["nominatedNodeName"];
  return kept;
}
