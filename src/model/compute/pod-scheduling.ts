import type { JsonObject, StringMap } from "../../../schema/kubernetes-object.ts";
import { objectIn, objectsIn, textIn } from "./json-members.ts";
import type { PodScheduling } from "./pending-facts.ts";
import { requestsOf } from "./pod-requests.ts";

/** What a pod's spec says of where it may run, from the part of it that is kept. What is of a wrong type counts as absent. */
export function podScheduling(spec: JsonObject): PodScheduling {
  return {
    nodeSelector: stringsOf(objectIn(spec, "nodeSelector")),
    affinity: objectIn(spec, "affinity"),
    tolerations: objectsIn(spec, "tolerations"),
    topologySpreadConstraints: objectsIn(spec, "topologySpreadConstraints"),
    requests: requestsOf(spec),
    schedulingGates: namesIn(objectsIn(spec, "schedulingGates"), "name"),
    schedulerName: textIn(spec, "schedulerName") || "default-scheduler",
    nominatedNodeName: textIn(spec, "nominatedNodeName") || null,
    priorityClassName: textIn(spec, "priorityClassName") || null,
    preemptionPolicy: textIn(spec, "preemptionPolicy") || null,
    persistentVolumeClaims: namesIn(
      objectsIn(spec, "volumes").map((volume) => objectIn(volume, "persistentVolumeClaim")),
      "claimName",
    ),
    resourceClaims: namesIn(objectsIn(spec, "resourceClaims"), "name"),
  };
}

function namesIn(objects: readonly JsonObject[], key: string): readonly string[] {
  return objects.map((object) => textIn(object, key)).filter((name) => name !== "");
}

function stringsOf(object: JsonObject): StringMap {
  return Object.fromEntries(
    Object.entries(object).filter((member): member is [string, string] => typeof member[1] === "string"),
  );
}
