import { Source } from "../../schema/source.ts";
import { Watch } from "../../schema/watch.ts";
import { freshnessAt } from "../model/source-phase.ts";
import type { Store } from "../store/store.ts";

/** How a source does. */
export interface SourceFigures {
  readonly cluster: string;
  readonly source: string;
  readonly up: boolean;
  /** Since the watch that was silent longest was heard; null when none was heard yet. */
  readonly stalenessSeconds: number | null;
}

/** What a watch holds. */
export interface WatchFigures {
  readonly cluster: string;
  readonly kind: string;
  readonly objects: number;
  readonly quarantined: number;
}

/** The numbers of all sources and watches, as they are in the store now. */
export function figuresOf(
  store: Store,
  now: number,
): { readonly sources: readonly SourceFigures[]; readonly watches: readonly WatchFigures[] } {
  const watches = [...store.of(Watch).values()];
  const bySource = Map.groupBy(watches, ({ cluster, source }) => `${cluster}/${source}`);
  const sources = [...store.of(Source).values()].map((source) => {
    const { cluster, name } = source;
    const { phase, stalenessSeconds } = freshnessAt(source, bySource.get(`${cluster}/${name}`) ?? [], new Date(now));
    return { cluster, source: name, up: phase === "LIVE", stalenessSeconds };
  });
  const held = watches.map(({ cluster, resource: kind, objects, quarantined }) => ({
    cluster,
    kind,
    objects,
    quarantined,
  }));
  return { sources, watches: held };
}
