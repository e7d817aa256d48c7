import type { Backend } from "../backend.ts";
import type { Served } from "../catalog.ts";
import { isDefinition } from "../definition.ts";
import { withMetadata, type KubeObject } from "../kube-object.ts";
import type { Table } from "../storage/table.ts";
import type { Version } from "../storage/version.ts";

/** Whether somebody must let the object go before it can be deleted: a namespace is always emptied first. */
export function isHeld({ kind, metadata }: KubeObject): boolean {
  return kind === "Namespace" || (metadata.finalizers ?? []).length > 0;
}

/**
 * Does soon what a cluster's controllers do to an object that is marked: empties a namespace, deletes the objects of a definition,
 * and lets go what waited for them. What other finalizers hold, stays.
 */
export function finalizeLater(backend: Backend, served: Served, key: string): void {
  setImmediate(() => finalize(backend, served, key));
}

const controllers = new Set(["foregroundDeletion", "customresourcecleanup.apiextensions.k8s.io"]);

function finalize(backend: Backend, { table }: Served, key: string): void {
  const marked = table.get(key);
  if (marked?.object.metadata.deletionTimestamp === undefined) return;
  const { object } = marked;
  const finalizers = (object.metadata.finalizers ?? []).filter((name) => !controllers.has(name));
  if (finalizers.length === 0 && (object.metadata.deletionGracePeriodSeconds ?? 0) === 0)
    deleteWithContents(backend, table, marked);
  else if (finalizers.length !== object.metadata.finalizers?.length)
    backend.storage.write(table, withMetadata(object, { finalizers }));
}

/** Deletes an object, and first what cannot be without it. */
export function deleteWithContents(backend: Backend, table: Table, version: Version): void {
  for (const { served, prefix } of contentsOf(version.object, backend))
    for (const content of Array.from(served.table.list(prefix))) backend.storage.delete(served.table, content);
  backend.storage.delete(table, version);
}

interface Contents {
  readonly served: Served;
  readonly prefix: string;
}

/** What goes with an object: a namespace's objects, or a definition's. */
function contentsOf(object: KubeObject, { catalog }: Backend): readonly Contents[] {
  if (object.kind === "Namespace")
    return catalog.all
      .filter(({ resource }) => resource.namespaced)
      .map((served) => ({ served, prefix: `${object.metadata.name}/` }));
  const defined = isDefinition(object) ? catalog.definedBy(object) : undefined;
  return defined === undefined ? [] : [{ served: defined, prefix: "" }];
}
