import type { Backend } from "../backend.ts";
import { isJsonArray, isJsonObject, type Json } from "../json.ts";
import type { KubeObject } from "../kube-object.ts";
import { badRequest, unprocessablePatch } from "../status.ts";
import type { Version } from "../storage/version.ts";
import { jsonPatch } from "./json-patch.ts";
import { mergePatch, strategicMergePatch } from "./merge-patch.ts";
import type { Target, WriteOptions } from "./target.ts";
import { update } from "./update.ts";

/** The ways in which a patch may be said, by its media type without `application/`. */
export const patchTypes = ["json-patch+json", "merge-patch+json", "strategic-merge-patch+json"] as const;
export type PatchType = (typeof patchTypes)[number];

/** Changes an object by a patch. */
export function patch(backend: Backend, target: Target, options: WriteOptions, type: PatchType, said: Json): Version {
  if (type === "json-patch+json" ? !isJsonArray(said) : !isJsonObject(said))
    throw badRequest(`error decoding patch: it is not what a ${type} is`);
  return update(backend, target, options, (live) => {
    const patched = applyPatch(live, target, type, said);
    if (!isJsonObject(patched) || !isJsonObject(patched["metadata"])) throw unprocessablePatch();
    return patched as KubeObject;
  });
}

function applyPatch(live: KubeObject, { version }: Target, type: PatchType, said: Json): Json {
  if (type === "json-patch+json") return jsonPatch(live, said as readonly Json[]);
  if (type === "merge-patch+json") return mergePatch(live, said);
  return strategicMergePatch(live, said, version.schema);
}
