import type { Backend } from "../backend.ts";
import { isJsonObject } from "../json.ts";
import { withMetadata, type KubeObject } from "../kube-object.ts";
import { subjectOf } from "../resource.ts";
import { conflict, notFound } from "../status.ts";
import type { Version } from "../storage/version.ts";
import { finalizeLater, isHeld } from "./finalize.ts";
import { targetKey, unstored, type Target } from "./target.ts";

export interface RemoveOptions {
  readonly dryRun: boolean;
  readonly preconditions: { readonly uid?: string; readonly resourceVersion?: string };
  readonly propagation: string;
  /** How long a pod has to end; its own grace when it is not given. */
  readonly graceSeconds: number | undefined;
}

export interface Removal {
  readonly version: Version;
  /** Whether it is gone, and not only marked. */
  readonly gone: boolean;
}

/** Deletes an object, or marks it for those who must let it go first. */
export function remove(backend: Backend, target: Target, options: RemoveOptions): Removal {
  const { storage } = backend;
  const { resource, table } = target;
  const found = table.get(targetKey(target));
  if (found === undefined) throw notFound(subjectOf(resource, target.name));
  checkPreconditions(found.object, target, options);
  const marked = mark(found.object, backend, options);
  const stays = isHeld(marked) || (marked.metadata.deletionGracePeriodSeconds ?? 0) > 0;
  if (options.dryRun) return { version: stays ? unstored(marked) : found, gone: !stays };
  if (!stays) return { version: storage.delete(table, found), gone: true };
  const isMarked = found.object.metadata.deletionTimestamp !== undefined;
  const version = isMarked ? found : storage.write(table, marked);
  finalizeLater(backend, target, version.key);
  return { version, gone: false };
}

/** The object as it is once it is to be deleted. */
function mark(object: KubeObject, backend: Backend, { propagation, graceSeconds }: RemoveOptions): KubeObject {
  const { finalizers = [], generation } = object.metadata;
  const grace = graceOf(object, graceSeconds);
  const isForeground = propagation === "Foreground" && !finalizers.includes("foregroundDeletion");
  const needed = [...finalizers, ...(isForeground ? ["foregroundDeletion"] : []), ...cleanupOf(object)];
  const deletionTimestamp = backend.time(grace);
  // These two are marked by rules of their own.
  if (object.kind === "Namespace")
    return { ...withMetadata(object, { deletionTimestamp }), status: { phase: "Terminating" } };
  if (object.kind === "CustomResourceDefinition")
    return withMetadata(object, { deletionTimestamp, finalizers: needed });
  return withMetadata(object, {
    deletionTimestamp,
    deletionGracePeriodSeconds: grace,
    generation: generation === undefined ? undefined : generation + 1,
    finalizers: needed.length === 0 ? undefined : needed,
  });
}

/** Only a pod on a node has a grace: the node must end it. */
function graceOf({ kind, spec }: KubeObject, asked: number | undefined): number {
  if (kind !== "Pod" || !isJsonObject(spec) || spec["nodeName"] === undefined) return 0;
  return asked ?? (Number(spec["terminationGracePeriodSeconds"]) || 0);
}

function cleanupOf({ kind, metadata }: KubeObject): readonly string[] {
  const cleanup = "customresourcecleanup.apiextensions.k8s.io";
  return kind === "CustomResourceDefinition" && metadata.finalizers?.includes(cleanup) !== true ? [cleanup] : [];
}

function checkPreconditions({ metadata }: KubeObject, target: Target, { preconditions }: RemoveOptions): void {
  const { uid, resourceVersion } = preconditions;
  const subject = { ...subjectOf(target.resource, target.name), kind: target.resource.kind };
  if (uid !== undefined && uid !== metadata.uid)
    throw conflict(
      subject,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid ?? ""}). ` +
        "The object might have been deleted and then recreated",
    );
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion)
    throw conflict(
      subject,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record ` +
        `(${metadata.resourceVersion ?? ""}). The object might have been modified`,
    );
}
