import type { Served } from "../catalog.ts";
import type { Writer } from "../fields/ledger.ts";
import type { Scope } from "../fields/ownable-fields.ts";
import { keyOf, type KubeObject } from "../kube-object.ts";
import { apiVersionOf, type ResourceVersion } from "../resource.ts";
import { Version } from "../storage/version.ts";

/** What a request is about: the objects of a resource by one of its versions, in one namespace or in all. */
export interface Collection extends Served {
  readonly version: ResourceVersion;
  readonly namespace: string | undefined;
}

/** One object, or its status only. */
export interface Target extends Collection {
  readonly name: string;
  readonly subresource: string | undefined;
}

export interface WriteOptions {
  readonly manager: string;
  readonly dryRun: boolean;
  /** Whether fields that the schema does not know are refused, or dropped. */
  readonly strict: boolean;
}

export function targetKey({ name, namespace }: Pick<Target, "name" | "namespace">): string {
  return keyOf(namespace === undefined ? { name } : { name, namespace });
}

export function writerOf(target: Target, { manager }: WriteOptions, operation: Writer["operation"]): Writer {
  const apiVersion = apiVersionOf(target.resource.group, target.version.name);
  return { name: manager, operation, apiVersion, subresource: target.subresource };
}

export function scopeOf({ resource, version, subresource }: Target): Scope {
  return { schema: version.schema, custom: resource.custom, hasStatus: version.status, subresource };
}

/** The object as the version asked for says it. Versions differ in nothing but their name. */
export function asRequested(object: KubeObject, { resource, version }: Collection): KubeObject {
  return { ...object, apiVersion: apiVersionOf(resource.group, version.name) };
}

export function asStored(object: KubeObject, { resource }: Collection): KubeObject {
  return { ...object, apiVersion: apiVersionOf(resource.group, resource.storageVersion) };
}

/** What a dry run answers with: an object that was never stored. */
export function unstored(object: KubeObject): Version {
  return new Version(keyOf(object.metadata), 0, object, false, undefined);
}
