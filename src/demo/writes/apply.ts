import type { Backend } from "../backend.ts";
import { applyConfiguration } from "../fields/apply.ts";
import { isJsonObject, textOf, type Json, type JsonObject } from "../json.ts";
import { withMetadata, type KubeObject } from "../kube-object.ts";
import { apiVersionOf, subjectOf } from "../resource.ts";
import { withoutUnknownFields } from "../schema/unknown-fields.ts";
import { badRequest, conflict, internalError, modified } from "../status.ts";
import type { Version } from "../storage/version.ts";
import { insert } from "./create.ts";
import { readNamedObject } from "./read-object.ts";
import { scopeOf, targetKey, writerOf, type Target, type WriteOptions } from "./target.ts";
import { rewrite } from "./update.ts";

export interface ApplyOptions extends WriteOptions {
  readonly force: boolean;
}

/** Server-side apply: makes the object as its manager wants it, creating it if it is not there. */
export function apply(
  backend: Backend,
  target: Target,
  options: ApplyOptions,
  said: Json,
): { readonly version: Version; readonly created: boolean } {
  const config = readConfiguration(said, target);
  const { resourceVersion } = config.metadata;
  const wish = {
    config: withMetadata(config, { resourceVersion: undefined }),
    writer: writerOf(target, options, "Apply"),
    force: options.force,
    time: backend.time(),
  };
  const scope = scopeOf(target);
  const live = target.table.get(targetKey(target));
  if (live === undefined) {
    const own = (object: KubeObject) => withLedgerOf(applyConfiguration(undefined, wish, scope), object);
    return { version: insert(backend, target, wish.config, options, own), created: true };
  }
  if (resourceVersion !== undefined && resourceVersion !== live.object.metadata.resourceVersion)
    throw conflict(subjectOf(target.resource, target.name), modified);
  const change = (object: KubeObject) => applyConfiguration(object, wish, scope);
  return { version: rewrite(backend, target, options, change, (_, object) => object), created: false };
}

const withLedgerOf = ({ metadata }: KubeObject, object: KubeObject): KubeObject =>
  withMetadata(object, { managedFields: metadata.managedFields });

function readConfiguration(said: Json, target: Target): KubeObject {
  const { resource, version, name, namespace = "" } = target;
  const apiVersion = apiVersionOf(resource.group, version.name);
  if (!isJsonObject(said)) throw badRequest("error decoding YAML: it is not an object");
  if (said["apiVersion"] !== apiVersion || said["kind"] !== resource.kind)
    throw badRequest(`invalid object type: ${describeType(said)}`);
  const config = readNamedObject(said, target, name);
  if (config.metadata.managedFields !== undefined) throw badRequest("metadata.managedFields must be nil");
  const [unknown] = resource.custom ? withoutUnknownFields(config, version.schema).unknown : [];
  if (unknown === undefined) return config;
  throw internalError(
    `failed to create typed patch object (${namespace}/${name}; ${apiVersion}, Kind=${resource.kind}): .${unknown}: field not declared in schema`,
  );
}

/** What an object says it is, as `group/version, Kind=kind`. */
function describeType({ apiVersion, kind }: JsonObject): string {
  const given = textOf(apiVersion);
  return `${given.includes("/") ? given : `/${given}`}, Kind=${textOf(kind)}`;
}
