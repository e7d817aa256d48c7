import type { KubeObject } from "./kube-object.ts";
import type { Schema } from "./schema/schema.ts";
import type { Subject } from "./status.ts";

/** A kind of object that a server serves, by whatever versions. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly namespaced: boolean;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly versions: readonly ResourceVersion[];
  /** The version that objects are kept in. */
  readonly storageVersion: string;
  /** Whether a CustomResourceDefinition made it. The wire treats those differently in a dozen small ways. */
  readonly custom: boolean;
  /** Whether metadata.generation counts the changes of its spec. */
  readonly counted: boolean;
  /** Whether the answer to a delete is the object and not a Status. */
  readonly returnsDeleted?: boolean;
  /** What the server fills in when an object is created. */
  readonly fillIn?: (object: KubeObject) => KubeObject;
}

export interface ResourceVersion {
  readonly name: string;
  readonly schema: Schema;
  /** Whether there is a subresource `status`. */
  readonly status: boolean;
}

/** How operators and CustomResourceDefinitions name a resource: `pods`, `serviceentries.networking.istio.io`. */
export function resourceName({ group, plural }: Pick<Resource, "group" | "plural">): string {
  return group === "" ? plural : `${plural}.${group}`;
}

export function apiVersionOf(group: string, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}

/** How a refusal names an object: by its resource. */
export function subjectOf({ group, plural }: Resource, name: string): Subject {
  return { group, kind: plural, name };
}

/** How a refusal of what an object says names it: by its kind. */
export function kindSubjectOf({ group, kind }: Resource, name: string): Subject {
  return { group, kind, name };
}
