import type { Backend } from "../backend.ts";
import { established, isDefinition } from "../definition.ts";
import { trackUpdate } from "../fields/track-update.ts";
import { without } from "../json.ts";
import { keyOf, withMetadata, type KubeObject } from "../kube-object.ts";
import { kindSubjectOf, subjectOf } from "../resource.ts";
import { alreadyExists, fieldRequired, forbidden, internalError, invalid, notFound } from "../status.ts";
import type { Version } from "../storage/version.ts";
import { nameSuffix } from "../uuid.ts";
import { shape } from "./shape.ts";
import { asStored, scopeOf, unstored, writerOf, type Collection, type WriteOptions } from "./target.ts";

/** Creates an object as a client asks; its ledger says that the client owns what it said. */
export function create(backend: Backend, collection: Collection, asked: KubeObject, options: WriteOptions): Version {
  if ((asked.metadata.resourceVersion ?? "") !== "")
    throw internalError("resourceVersion should not be set on objects to be created");
  const target = { ...collection, name: asked.metadata.name, subresource: undefined };
  const writer = writerOf(target, options, "Update");
  return insert(backend, collection, asked, options, (object) =>
    trackUpdate(undefined, object, scopeOf(target), writer, backend.time()),
  );
}

/** Stores a new object, filled in and checked, with the ledger that `own` gives it. */
export function insert(
  backend: Backend,
  collection: Collection,
  asked: KubeObject,
  options: WriteOptions,
  own: (object: KubeObject) => KubeObject,
): Version {
  const { resource, table, version } = collection;
  checkNamespace(backend, collection, asked.metadata.name);
  const named = withName(backend, collection, asked);
  const bare = (version.status ? without(named, "status") : named) as KubeObject;
  const object = own(shape(resource.fillIn?.(bare) ?? bare, collection, options));
  const born = withMetadata(object, {
    uid: backend.createUid(),
    creationTimestamp: backend.time(),
    generation: resource.counted ? 1 : undefined,
    resourceVersion: undefined,
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
  });
  if (table.get(keyOf(born.metadata)) !== undefined) throw alreadyExists(subjectOf(resource, born.metadata.name));
  if (options.dryRun) return unstored(born);
  const created = backend.storage.write(table, asStored(born, collection));
  if (isDefinition(created.object)) backend.storage.write(table, established(created.object, backend.time()));
  return created;
}

function checkNamespace({ catalog }: Backend, { resource, namespace }: Collection, name: string): void {
  if (namespace === undefined) return;
  const found = catalog.named("namespaces")?.table.get(namespace);
  if (found === undefined) throw notFound({ group: "", kind: "namespaces", name: namespace });
  if (found.object.metadata.deletionTimestamp === undefined) return;
  const cause = {
    reason: "NamespaceTerminating",
    message: `namespace ${namespace} is being terminated`,
    field: "metadata.namespace",
  };
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  throw forbidden(subjectOf(resource, name), why, [cause]);
}

function withName({ random }: Backend, { resource }: Collection, object: KubeObject): KubeObject {
  const { name = "", generateName = "" } = object.metadata as Partial<KubeObject["metadata"]>;
  if (name !== "") return object;
  if (generateName !== "") return withMetadata(object, { name: generateName + nameSuffix(random) });
  const cause = fieldRequired("metadata.name", "name or generateName is required");
  throw invalid(kindSubjectOf(resource, ""), [cause]);
}
