import type { Json, JsonObject } from "../json.ts";

/**
 * What is known of the shape of a resource, in the words of a CustomResourceDefinition. The built-in resources have one too, that
 * says only how their lists merge.
 */
export interface Schema extends JsonObject {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly Json[];
  readonly default?: Json;
  readonly nullable?: boolean;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly "x-kubernetes-list-type"?: "atomic" | "map" | "set";
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-map-type"?: "atomic" | "granular";
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-int-or-string"?: boolean;
}

/** The schema of a field of an object, if anything is known of it. */
export function fieldSchema(schema: Schema | undefined, name: string): Schema | undefined {
  const named = schema?.properties?.[name];
  if (named !== undefined) return named;
  const others = schema?.additionalProperties;
  return typeof others === "object" ? others : undefined;
}

/** The schema of metadata, which is the same for every resource. */
const metadataSchema: Schema = {
  type: "object",
  properties: {
    labels: { type: "object", additionalProperties: { type: "string" } },
    annotations: { type: "object", additionalProperties: { type: "string" } },
    finalizers: { type: "array", "x-kubernetes-list-type": "set", items: { type: "string" } },
    ownerReferences: { type: "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["uid"] },
  },
};

/** The schema of whole objects: a definition leaves out what all objects have. */
export function objectSchema(schema: Schema | undefined): Schema {
  const { apiVersion, kind } = { apiVersion: { type: "string" }, kind: { type: "string" } };
  return { ...schema, properties: { ...schema?.properties, apiVersion, kind, metadata: metadataSchema } };
}
