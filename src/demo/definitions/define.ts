import { established, type Definition } from "../definition.ts";
import type { Schema } from "../schema/schema.ts";

interface Shape {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: "Namespaced" | "Cluster";
  /** The one that objects are stored in first. */
  readonly versions: readonly string[];
  readonly spec: Schema;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** When the definitions were installed, in every cluster of the demo. */
const installedAt = "2026-01-12T09:00:00Z";

/** A CustomResourceDefinition as a chart installs it. */
export function define({
  group,
  kind,
  plural,
  scope,
  versions,
  spec,
  shortNames,
  categories,
  labels,
}: Shape): Definition {
  const schema = { openAPIV3Schema: { type: "object", properties: { spec, status: anything } } };
  const definition: Definition = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}`, generation: 1, ...(labels !== undefined && { labels }) },
    spec: {
      group,
      names: {
        plural,
        singular: kind.toLowerCase(),
        kind,
        listKind: `${kind}List`,
        ...(shortNames !== undefined && { shortNames }),
        ...(categories !== undefined && { categories }),
      },
      scope,
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema,
        subresources: { status: {} },
      })),
      conversion: { strategy: "None" },
    },
  };
  return established(definition, installedAt);
}

/** An object of which nothing is said. */
export const anything: Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
export const text: Schema = { type: "string" };
export const integer: Schema = { type: "integer" };

export function listOf(items: Schema, limits: Schema = {}): Schema {
  return { type: "array", items, ...limits };
}

/** A list whose items are told apart, and merged, by one of their fields. */
export function listBy(key: string, items: Schema): Schema {
  return { ...listOf(items), "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": [key] };
}

export function mapOf(additionalProperties: Schema): Schema {
  return { type: "object", additionalProperties };
}

export function objectOf(properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return { type: "object", properties, ...(required.length > 0 && { required }) };
}
