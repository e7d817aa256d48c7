import { createHash } from "node:crypto";
import { builtinResources } from "../builtin-resources.ts";
import { readDefinition } from "../definition.ts";
import { allDefinitions } from "../definitions/index.ts";
import { writeFields, type FieldSet } from "../fields/field-set.ts";
import { appliedFields, compareFields, type Scope } from "../fields/ownable-fields.ts";
import { trackUpdate } from "../fields/track-update.ts";
import type { JsonObject } from "../json.ts";
import { withMetadata, type KubeObject } from "../kube-object.ts";

/** Two groups may have a kind of the same name: Istio's Gateway, and that of the Gateway API. */
const resourceByKind = new Map(
  [...builtinResources, ...allDefinitions.map(readDefinition)].map((resource) => [
    `${resource.group} ${resource.kind}`,
    resource,
  ]),
);

function scopeOf({ apiVersion, kind }: KubeObject, subresource?: string): Scope {
  const group = apiVersion.includes("/") ? apiVersion.replace(/\/.*/, "") : "";
  const resource = resourceByKind.get(`${group} ${kind}`);
  const version = resource?.versions[0];
  if (resource === undefined || version === undefined) throw new Error(`nothing serves ${kind} of ${apiVersion}`);
  return { schema: version.schema, custom: resource.custom, hasStatus: version.status, subresource };
}

/** The object with the ledger that it has when a controller of that name made it. */
export function madeBy(manager: string, object: KubeObject, time: string): KubeObject {
  return withLine(object, { manager, operation: "Update", time });
}

/** The same for one that was applied, as by a GitOps tool. */
export function appliedBy(manager: string, object: KubeObject, time: string): KubeObject {
  return withLine(object, { manager, operation: "Apply", time });
}

interface Line {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly time: string;
}

/** Who makes an object owns all of it. */
function withLine(object: KubeObject, { manager, operation, time }: Line): KubeObject {
  const { apiVersion } = object;
  const scope = scopeOf(object);
  const fields = operation === "Apply" ? appliedFields(object, scope) : compareFields(undefined, object, scope).changed;
  const line = { manager, operation, apiVersion, time, fieldsType: "FieldsV1", fieldsV1: written(fields) } as const;
  return withMetadata(object, { managedFields: [line] });
}

/** Objects of one sort have the same fields: these are written once. */
const writtenFields = new Map<string, JsonObject>();

function written(fields: FieldSet): JsonObject {
  const key = createHash("sha1")
    .update([...fields].join("\0"))
    .digest("base64");
  const known = writtenFields.get(key);
  if (known !== undefined) return known;
  const fieldsV1 = writeFields(fields);
  writtenFields.set(key, fieldsV1);
  return fieldsV1;
}

/** The object with a status that a controller of that name reports. */
export function reportedBy(manager: string, object: KubeObject, status: JsonObject, time: string): KubeObject {
  const { apiVersion, metadata } = object;
  const { managedFields = [] } = metadata;
  const after = { ...object, status };
  const scope = scopeOf(object, "status");
  const isFirst = object["status"] === undefined && managedFields.every(({ subresource }) => subresource !== "status");
  if (!isFirst) {
    const writer = { name: manager, operation: "Update", apiVersion, subresource: "status" } as const;
    return trackUpdate(object, after, scope, writer, time);
  }
  const fieldsV1 = writeFields(compareFields(undefined, after, scope).changed);
  const line = {
    manager,
    operation: "Update",
    apiVersion,
    time,
    fieldsType: "FieldsV1",
    fieldsV1,
    subresource: "status",
  };
  return withMetadata(after, { managedFields: [...managedFields, line] });
}
