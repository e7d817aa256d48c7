import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { Pod } from "../../../schema/pod.ts";
import { conditionsIn, readyIn } from "../conditions.ts";
import { booleanIn, objectIn, objectsIn, optionalString, stringIn } from "../json.ts";
import { kind } from "../kind.ts";
import { containersIn } from "./container.ts";
import { schedulingSpecIn } from "./scheduling-spec.ts";

export const pod = kind({
  type: Pod,
  group: "",
  versions: ["v1"],
  plural: "pods",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    const status = objectIn(object, "status");
    const controller = controllerIn(objectIn(object, "metadata"));
    const conditions = conditionsIn(status, pool);
    const podIP = optionalString(status, "podIP") || null;
    const nodeName = optionalString(spec, "nodeName", pool) || null;
    return {
      phase: stringIn(status, "phase", pool),
      ready: readyIn(conditions) === true,
      podIP,
      podIPs: addressesIn(status, podIP),
      hostNetwork: booleanIn(spec, "hostNetwork"),
      nodeName,
      serviceAccountName: optionalString(spec, "serviceAccountName", pool),
      controllerKind: controller === null ? null : stringIn(controller, "kind", pool),
      controllerName: controller === null ? null : stringIn(controller, "name", pool),
      tolerations: pool.json(objectsIn(spec, "tolerations")),
      schedulingSpec: nodeName === null ? schedulingSpecIn(spec, status) : null,
      containers: containersIn(spec, status, pool),
      conditions,
    };
  },
});

function controllerIn(metadata: JsonObject): JsonObject | null {
  return objectsIn(metadata, "ownerReferences").find((owner) => booleanIn(owner, "controller")) ?? null;
}

const none: readonly string[] = Object.freeze([]);

/** One that equals podIP is held once: JSON has it twice. */
function addressesIn(status: JsonObject, podIP: string | null): readonly string[] {
  const addresses = objectsIn(status, "podIPs");
  if (addresses.length === 0) return podIP === null ? none : [podIP];
  return addresses.map((address) => {
    const ip = stringIn(address, "ip");
    return ip === podIP ? podIP : ip;
  });
}
