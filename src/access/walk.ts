import type { Entity, EntityKey } from "../../schema/entity.ts";
import { matchesGlob } from "../lib/glob.ts";
import { compareText } from "../lib/sorted-list.ts";
import type { Selection } from "../ports.ts";
import type { Collection, Segment, Walk } from "../store/collection.ts";
import { isHidden, namesIn } from "./rights.ts";
import type { Row } from "./rights.ts";

/** The rows of one type: what the viewer may see of it in each cluster. */
export type Rows = (cluster: string) => Row;

/** A test of names that a selection's `names` makes; null lets every name through. */
export function nameTest(names: readonly string[] | null | undefined): ((name: string) => boolean) | null {
  if (names === null || names === undefined) return null;
  const exact = new Set(names.filter((name) => !name.includes("*")));
  const globs = names.filter((name) => name.includes("*"));
  return (name) => exact.has(name) || globs.some((glob) => matchesGlob(glob, name));
}

/**
 * What is asked for and may be seen of one collection, in the order of the walk. Rights and places prune before an entity is looked at, and
 * exact names are sought out. `look` is told of each entity that is looked at, and whether it may be seen.
 */
export function* walk<T extends Entity>(
  collection: Collection<T>,
  selection: Selection<T>,
  rows: Rows,
  { from, backwards }: Walk,
  look: (isSeen: boolean) => void,
): Generator<T, void, undefined> {
  const isNamed = nameTest(selection.names);
  const exact = selection.names?.every((name) => !name.includes("*")) ? inOrder(selection.names, backwards) : null;
  for (const segment of segments(collection, selection, rows, { from, backwards })) {
    const names = namesIn(rows(segment.cluster), segment.namespace);
    const start = from?.cluster === segment.cluster && (from.namespace ?? "") === segment.namespace ? from : undefined;
    const { entities } = segment;
    const candidates =
      exact !== null
        ? sought(segment, exact, start, backwards)
        : backwards
          ? entities.before(start)
          : entities.after(start);
    for (const entity of candidates) {
      const isSeen = names === "all" || names.has(entity.name);
      look(isSeen);
      if (isSeen && (isNamed === null || isNamed(entity.name))) yield entity;
    }
  }
}

/** The entities of a segment that have one of some names, which are in the order of the walk. */
function* sought<T extends Entity>(
  { entities }: Segment<T>,
  names: readonly string[],
  start: EntityKey | undefined,
  backwards: boolean,
): Generator<T, void, undefined> {
  for (const name of names) {
    const entity = name === start?.name || isBehind(name, start?.name, backwards) ? undefined : entities.get({ name });
    if (entity !== undefined) yield entity;
  }
}

/** The segments that are asked for and may be seen at least in part. */
export function* segments<T extends Entity>(
  collection: Collection<T>,
  { clusters, namespaces }: Selection<T>,
  rows: Rows,
  way: Walk,
): Generator<Segment<T>, void, undefined> {
  const wanted = namespaces === null || namespaces === undefined ? null : inOrder(namespaces, way.backwards);
  for (const cluster of clusters ? inOrder(clusters, way.backwards) : collection.clusters(way)) {
    if (isBehind(cluster, way.from?.cluster, way.backwards)) continue;
    const row = rows(cluster);
    const candidates = wanted === null ? collection.segments(cluster, way) : named(collection, cluster, wanted, way);
    for (const segment of candidates) if (!isHidden(row, segment.namespace)) yield segment;
  }
}

/** The segments of the wanted namespaces. "" stands for no namespace, and no filter can name it. */
function* named<T extends Entity>(
  collection: Collection<T>,
  cluster: string,
  namespaces: readonly string[],
  { from, backwards }: Walk,
): Generator<Segment<T>, void, undefined> {
  const start = from?.cluster === cluster ? (from.namespace ?? "") : undefined;
  for (const namespace of namespaces) {
    const segment = namespace === "" ? undefined : collection.segment(cluster, namespace);
    if (segment !== undefined && !isBehind(namespace, start, backwards)) yield segment;
  }
}

function isBehind(text: string, from: string | undefined, backwards: boolean): boolean {
  return from !== undefined && (backwards ? text > from : text < from);
}

function inOrder(texts: readonly string[], backwards: boolean): readonly string[] {
  const sorted = [...new Set(texts)].toSorted(compareText);
  return backwards ? sorted.toReversed() : sorted;
}

/** Whether an entity is in the places and has one of the names that a selection asks for. */
export function isPlaced<T extends Entity>({ cluster, namespace, name }: EntityKey, selection: Selection<T>): boolean {
  const { clusters, namespaces } = selection;
  const isNamed = nameTest(selection.names);
  return (
    (clusters?.includes(cluster) ?? true) &&
    (namespaces ? namespace !== null && namespaces.includes(namespace) : true) &&
    (isNamed === null || isNamed(name))
  );
}
