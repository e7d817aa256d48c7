import type { Backend } from "../backend.ts";
import { trackUpdate } from "../fields/track-update.ts";
import { sameJson, without, type JsonObject } from "../json.ts";
import { withMetadata, type KubeObject } from "../kube-object.ts";
import { subjectOf } from "../resource.ts";
import { badRequest, conflict, fieldInvalid, invalid, modified, notFound } from "../status.ts";
import type { Version } from "../storage/version.ts";
import { shape } from "./shape.ts";
import { asRequested, asStored, scopeOf, targetKey, unstored, writerOf } from "./target.ts";
import type { Target, WriteOptions } from "./target.ts";

/** What a write makes of an object. */
export type Change = (live: KubeObject) => KubeObject;
/** Gives an object the ledger that says who owns it after the write. */
type Own = (live: KubeObject, changed: KubeObject) => KubeObject;

/** Changes an object as a client asks; its ledger says that the client owns what changed. */
export function update(backend: Backend, target: Target, options: WriteOptions, change: Change): Version {
  const writer = writerOf(target, options, "Update");
  return rewrite(backend, target, options, change, (live, changed) => {
    const ledger = { managedFields: live.metadata.managedFields };
    const kept = withMetadata(changed, ledger);
    return sameContent(live, kept) ? live : trackUpdate(live, kept, scopeOf(target), writer, backend.time());
  });
}

/** Replaces an object by another. A custom resource must say which state it replaces. */
export function replace(backend: Backend, target: Target, options: WriteOptions, object: KubeObject): Version {
  if (target.resource.custom && (object.metadata.resourceVersion ?? "") === "") {
    const cause = fieldInvalid("metadata.resourceVersion", 0, "must be specified for an update");
    throw invalid(subjectOf(target.resource, target.name), [cause]);
  }
  return update(backend, target, options, () => object);
}

/** Stores what a change makes of an object. What changes nothing is not written; what ends its last finalizer deletes it. */
export function rewrite(backend: Backend, target: Target, options: WriteOptions, change: Change, own: Own): Version {
  const { resource, table } = target;
  const found = table.get(targetKey(target));
  if (found === undefined) throw notFound(subjectOf(resource, target.name));
  const live = asRequested(found.object, target);
  const wanted = change(live);
  checkIdentity(live, wanted, target);
  const owned = own(live, shape(withinScope(live, wanted, target), target, options));
  if (sameJson(owned, live)) return found;
  const next = counted(live, owned, target);
  if (options.dryRun) return unstored(next);
  const { deletionTimestamp, finalizers = [] } = next.metadata;
  if (deletionTimestamp !== undefined && finalizers.length === 0) {
    backend.storage.delete(table, found);
    return unstored(next);
  }
  return backend.storage.write(table, asStored(next, target));
}

/** The object with only that changed which the request may change: never what the server alone says, the status by its own path. */
function withinScope(live: KubeObject, wanted: KubeObject, { version, subresource }: Target): KubeObject {
  if (subresource === "status") {
    const { managedFields } = wanted.metadata;
    return withMetadata({ ...live, status: wanted["status"] }, { managedFields });
  }
  const { name, namespace, uid, generation, creationTimestamp, resourceVersion } = live.metadata;
  const { deletionTimestamp, deletionGracePeriodSeconds } = live.metadata;
  const object = version.status ? { ...wanted, status: live["status"] } : wanted;
  const identity = { name, namespace, uid, resourceVersion, generation, creationTimestamp };
  return withMetadata(object, { ...identity, deletionTimestamp, deletionGracePeriodSeconds });
}

function checkIdentity(live: KubeObject, { metadata }: KubeObject, { resource, name }: Target): void {
  const { uid = "", resourceVersion = "" } = metadata;
  const subject = subjectOf(resource, name);
  if (metadata.name !== name)
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  if (uid !== "" && uid !== live.metadata.uid)
    throw conflict(
      subject,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid ?? ""}`,
    );
  if (resourceVersion !== "" && resourceVersion !== live.metadata.resourceVersion) throw conflict(subject, modified);
}

/** Counts a change of anything but metadata and status as a new generation. */
function counted(live: KubeObject, next: KubeObject, { resource }: Target): KubeObject {
  if (!resource.counted || sameJson(specOf(live), specOf(next))) return next;
  return withMetadata(next, { generation: (live.metadata.generation ?? 0) + 1 });
}

function sameContent(a: KubeObject, b: KubeObject): boolean {
  return sameJson(contentOf(a), contentOf(b));
}

const specOf = (object: KubeObject): JsonObject => without(object, "metadata", "status");
const contentOf = (object: KubeObject): KubeObject => withMetadata(object, { managedFields: undefined });
