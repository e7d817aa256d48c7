import type { Connection } from "../schema/connection.ts";
import type { Entity, EntityClass, EntityKey } from "../schema/entity.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import type { Context } from "../src/context.ts";
import type { Selection } from "../src/ports.ts";
import { connect } from "./connection.ts";

/** A page of what one entity leads to within its cluster. An entity leads to a type by one edge only. */
export function connectEdge<T extends Entity>(
  context: Context,
  from: Entity,
  type: EntityClass<T>,
  selection: Selection<T>,
  page: PageRequest,
): Connection<T> {
  const provenance = { type, clusters: [from.cluster === "" ? from.name : from.cluster] };
  return connect(context, { type, selection, question: `of ${from.id}`, provenance }, page);
}

/** A selection of nothing. */
export const nothing: { readonly clusters: readonly string[] } = Object.freeze({ clusters: [] });

/** Entities that were found in several places: each once, in the order of a collection. */
export function inOrder<T extends Entity>(entities: Iterable<T>): readonly T[] {
  return [...new Set(entities)].toSorted(compareKeys);
}

function compareKeys(a: EntityKey, b: EntityKey): number {
  return compare(a.cluster, b.cluster) || compare(a.namespace ?? "", b.namespace ?? "") || compare(a.name, b.name);
}

/** By code unit. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
