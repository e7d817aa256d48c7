import type { JsonObject } from "./json.ts";

/** A Kubernetes object as it stands on the wire. Never changed in place: a write makes a new one. */
export interface KubeObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

export interface ObjectMeta extends JsonObject {
  readonly name: string;
  readonly namespace?: string;
  readonly generateName?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly JsonObject[];
  readonly finalizers?: readonly string[];
  readonly managedFields?: readonly ManagedFieldsEntry[];
}

/** One line of the ledger of who owns which field. */
export interface ManagedFieldsEntry extends JsonObject {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  readonly time?: string;
  readonly fieldsType: "FieldsV1";
  readonly fieldsV1: JsonObject;
  readonly subresource?: string;
}

/** Where an object lies within its resource: `namespace/name`, or `name` where there are no namespaces. */
export function keyOf(metadata: Pick<ObjectMeta, "name" | "namespace">): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

/** The object with some of its metadata changed; a field set to undefined is taken away. */
export function withMetadata(object: KubeObject, changes: JsonObject): KubeObject {
  const fields = Object.entries({ ...object.metadata, ...changes }).filter(([, value]) => value !== undefined);
  return { ...object, metadata: Object.fromEntries(fields) as ObjectMeta };
}

/** The time as Kubernetes writes it: whole seconds, UTC. */
export function kubeTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
