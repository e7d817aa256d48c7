import { isJsonObject, sameJson, without, type JsonObject } from "../json.ts";
import type { KubeObject } from "../kube-object.ts";
import type { Schema } from "../schema/schema.ts";
import type { FieldSet } from "./field-set.ts";
import { walkFields, type Field } from "./walk-fields.ts";

/** Which part of an object a write is about. */
export interface Scope {
  readonly schema: Schema;
  readonly custom: boolean;
  /** Whether the status is a subresource, which only writes to it change. */
  readonly hasStatus: boolean;
  readonly subresource: string | undefined;
}

/** What the server alone says of an object, and nobody owns. */
const serversOwn = [
  "name",
  "namespace",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "managedFields",
  "selfLink",
];

/** The part of an object that a writer of this scope may own. */
export function ownablePart(object: KubeObject | undefined, { hasStatus, subresource }: Scope): JsonObject {
  if (object === undefined) return {};
  if (subresource === "status") return object["status"] === undefined ? {} : { status: object["status"] };
  const part = without(object, "apiVersion", "kind", ...(hasStatus ? ["status"] : []));
  const metadata = isJsonObject(part["metadata"]) ? without(part["metadata"], ...serversOwn) : {};
  return { ...part, metadata: Object.keys(metadata).length === 0 ? undefined : metadata };
}

/** The fields of that part by their paths. */
export function ownableFields(object: KubeObject | undefined, scope: Scope): ReadonlyMap<string, Field> {
  const fields = [...walkFields(ownablePart(object, scope), scope.schema)];
  return new Map(fields.map((field) => [field.path, field]));
}

/** What an applier of the object owns: leaves and items, never what holds them. */
export function appliedFields(config: KubeObject, scope: Scope): FieldSet {
  const fields = [...ownableFields(config, scope).values()];
  return new Set(fields.filter(({ sort }) => sort !== "holder").map(({ path }) => path));
}

interface Comparison {
  /** Fields that are new, or have another value. */
  readonly changed: FieldSet;
  /** Everything that is there afterwards. */
  readonly present: FieldSet;
}

/** What a write from one state to another does to the fields of its scope. */
export function compareFields(before: KubeObject | undefined, after: KubeObject, scope: Scope): Comparison {
  const old = ownableFields(before, scope);
  const fields = [...ownableFields(after, scope).values()];
  const isSame = ({ path, sort, value }: Field): boolean => {
    const was = old.get(path);
    return was?.sort === sort && sameJson(was.value, value);
  };
  const changed = fields.filter((field) => isOwned(field, scope) && !isSame(field));
  return { changed: new Set(changed.map(({ path }) => path)), present: new Set(fields.map(({ path }) => path)) };
}

/** Whether one who updates owns this field. Of the built-in objects, the fixed structure is nobody's. */
function isOwned({ path, sort }: Field, { custom }: Scope): boolean {
  if (sort !== "holder") return true;
  return custom ? path !== "f:metadata" : /^f:(?:data|metadata\nf:\w+)$/.test(path);
}
