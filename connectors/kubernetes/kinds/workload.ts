import type { JsonObject, KubernetesObject } from "../../../schema/kubernetes-object.ts";
import type { Workload } from "../../../schema/workload.ts";
import type { InternPool } from "../../../src/lib/intern.ts";
import { intIn, objectIn, objectsIn, optionalInt, stringIn } from "../json.ts";

/** What the status calls the four counts: a DaemonSet counts nodes. */
interface Counts {
  readonly ready: string;
  readonly available: string;
  readonly updated: string;
}

const replicas: Counts = { ready: "readyReplicas", available: "availableReplicas", updated: "updatedReplicas" };

/** The part that Deployments and StatefulSets have in common. */
export function workloadIn(object: JsonObject, pool: InternPool): Omit<Workload, keyof KubernetesObject> {
  const spec = objectIn(object, "spec");
  return { replicas: optionalInt(spec, "replicas") ?? 1, ...workloadParts(object, replicas, pool) };
}

/** The same but for how many pods there should be. */
export function workloadParts(
  object: JsonObject,
  counts: Counts,
  pool: InternPool,
): Omit<Workload, keyof KubernetesObject | "replicas"> {
  const spec = objectIn(object, "spec");
  const status = objectIn(object, "status");
  return {
    readyReplicas: intIn(status, counts.ready),
    availableReplicas: intIn(status, counts.available),
    updatedReplicas: intIn(status, counts.updated),
    selector: objectIn(spec, "selector"),
    images: containersIn(spec).map((container) => stringIn(container, "image", pool)),
  };
}

export function containersIn(spec: JsonObject): readonly JsonObject[] {
  return objectsIn(objectIn(objectIn(spec, "template"), "spec"), "containers");
}
