import { createHash } from "node:crypto";
import type { JsonObject } from "../../json.ts";
import type { Stage } from "../stage.ts";
import type { Workload } from "./workload.ts";

/** The uid of what controls a workload's pods. It says the same whenever it is asked. */
export function ownerUid({ namespace, name }: Workload, kind: string, { plan }: Stage): string {
  const hex = digest(`${plan.name} ${namespace} ${kind} ${name}`);
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}

/** What a change of the template changes: names of ReplicaSets and labels of pods end with it. */
export function templateHash({ name, image }: Workload): string {
  return digest(`${name} ${image}`).slice(0, 10);
}

/** How pods name their owner: a Deployment owns them through a ReplicaSet. */
export function ownerReference(workload: Workload, stage: Stage): JsonObject & { readonly name: string } {
  const { controller, name } = workload;
  const kind = controller === "Deployment" ? "ReplicaSet" : controller;
  return {
    apiVersion: "apps/v1",
    kind,
    name: controller === "Deployment" ? `${name}-${templateHash(workload)}` : name,
    uid: ownerUid(workload, kind, stage),
    controller: true,
    blockOwnerDeletion: true,
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
