import type { Entity, EntityClass } from "../schema/entity.ts";
import { Source } from "../schema/source.ts";
import { Watch } from "../schema/watch.ts";
import { isPartial } from "../src/model/partial.ts";
import { nextSilence } from "../src/model/source-phase.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";

/** The name of the source that a cluster's API server is. */
const API_SERVER = "kubernetes";

/** Watches by the type that they bring: `type`, and `type cluster`. */
export const watchesByType = indexOf(Watch, ({ type, cluster }) => [type, `${type} ${cluster}`]);

/** What an answer follows from: watches that bring a type, in some clusters or, with null, in all. */
export interface Provenance {
  /** Null for what follows from the configuration alone. */
  readonly type: EntityClass | null;
  readonly clusters: readonly string[] | null;
}

export function sourcesOf(view: View, { type, clusters }: Provenance): readonly Source[] {
  return type === null ? [] : view.all(Source, { clusters, names: [API_SERVER] });
}

/** Whether an answer may lack something; asked anew when the next watch would fall silent. */
export function isPartialAnswer(view: View, provenance: Provenance): boolean {
  const { type, clusters } = provenance;
  if (type === null) return false;
  const watches =
    clusters === null
      ? view.by(watchesByType, type.name)
      : clusters.flatMap((cluster) => view.by(watchesByType, `${type.name} ${cluster}`));
  const now = view.now((at) => nextSilence(watches, at));
  return isPartial(sourcesOf(view, provenance), watches, now);
}

/** When the watch that brings an entity last spoke; null when it never did. */
export function lastHeard(view: View, entity: Entity): Date | null {
  return view.by(watchesByType, `${entity.constructor.name} ${entity.cluster}`)[0]?.lastEventAt ?? null;
}
