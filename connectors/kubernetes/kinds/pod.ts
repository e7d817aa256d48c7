import type { Container } from "../../../schema/container.ts";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { Pod } from "../../../schema/pod.ts";
import type { InternPool } from "../../../src/lib/intern.ts";
import { conditionsIn, readyIn } from "../conditions.ts";
import { booleanIn, intIn, objectIn, objectsIn, optionalString, stringIn } from "../json.ts";
import { kind } from "../kind.ts";

export const pod = kind({
  type: Pod,
  group: "",
  versions: ["v1"],
  plural: "pods",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    const status = objectIn(object, "status");
    const conditions = conditionsIn(status, pool);
    return {
      phase: stringIn(status, "phase", pool),
      ready: readyIn(conditions) === true,
      podIP: optionalString(status, "podIP"),
      nodeName: optionalString(spec, "nodeName", pool),
      serviceAccountName: optionalString(spec, "serviceAccountName", pool),
      containers: containersIn(spec, status, pool),
      conditions,
    };
  },
});

/** Each container of the spec with its status, which is there once the kubelet has seen the pod. */
function containersIn(spec: JsonObject, status: JsonObject, pool: InternPool): readonly Container[] {
  const stateByName = new Map<string, JsonObject>();
  for (const state of objectsIn(status, "containerStatuses")) stateByName.set(stringIn(state, "name"), state);
  const containers: Container[] = [];
  for (const container of objectsIn(spec, "containers")) {
    const name = stringIn(container, "name", pool);
    const state = stateByName.get(name) ?? {};
    containers.push({
      name,
      image: stringIn(container, "image", pool),
      imageID: optionalString(state, "imageID", pool) || null,
      ready: booleanIn(state, "ready"),
      restartCount: intIn(state, "restartCount"),
    });
  }
  return containers;
}
