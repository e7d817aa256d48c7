import type { KubernetesObjectFilter } from "../schema/inputs/kubernetes-object-filter.ts";
import type { KubernetesObject } from "../schema/kubernetes-object.ts";
import { Mesh } from "../schema/mesh.ts";
import { BadInputError } from "../src/errors.ts";
import type { LabelSelector } from "../src/model/label-selector.ts";
import { selects } from "../src/model/label-selector.ts";
import { LabelSelectorError, parseLabelSelector } from "../src/model/parse-label-selector.ts";
import type { Selection, View } from "../src/ports.ts";

/** What an entity must be like, as far as a filter says so. */
export type Condition<T> = ((entity: T) => boolean) | null;

/** The part of a filter that every kind has. `more` is what a kind adds. */
export function selectionOf<T extends KubernetesObject>(
  view: View,
  filter: KubernetesObjectFilter,
  more: Condition<T> = null,
): Selection<T> {
  const { clusters, meshes, namespaces, names, labelSelector } = filter;
  return {
    clusters: both(clusters, meshes && clustersOfMeshes(view, meshes)),
    namespaces,
    names,
    where: allOf(more, labelCondition(labelSelector)) ?? undefined,
  };
}

/** What is in both lists, where there is one. */
export function both(
  a: readonly string[] | null | undefined,
  b: readonly string[] | null | undefined,
): readonly string[] | null {
  return a && b ? a.filter((item) => b.includes(item)) : (a ?? b ?? null);
}

export function clustersOfMeshes(view: View, meshes: readonly string[]): readonly string[] {
  return meshes.flatMap((name) => view.get(Mesh, { cluster: "", namespace: null, name })?.clusterNames ?? []);
}

function labelCondition(text: string | null | undefined): Condition<KubernetesObject> {
  if (text === null || text === undefined) return null;
  const selector = selectorOf(text);
  return selector.length === 0 ? null : ({ labels }) => selects(selector, labels);
}

function selectorOf(text: string): LabelSelector {
  try {
    return parseLabelSelector(text);
  } catch (cause) {
    if (cause instanceof LabelSelectorError) throw new BadInputError(`labelSelector: ${cause.message}`, {}, { cause });
    throw cause;
  }
}

function allOf<T>(a: Condition<T>, b: Condition<T>): Condition<T> {
  return a && b ? (entity) => a(entity) && b(entity) : (a ?? b);
}
