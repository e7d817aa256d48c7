import { Source } from "../../schema/source.ts";
import { Watch } from "../../schema/watch.ts";
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
  const oldest = new Map<string, number>();
  for (const { cluster, source, lastEventAt } of watches) {
    const key = `${cluster}/${source}`;
    if (lastEventAt !== null) oldest.set(key, Math.min(oldest.get(key) ?? Infinity, lastEventAt.getTime()));
  }
  const sources = [...store.of(Source).values()].map(({ cluster, name: source, phase }) => {
    const heardAt = oldest.get(`${cluster}/${source}`);
    const stalenessSeconds = heardAt === undefined ? null : (now - heardAt) / 1000;
    return { cluster, source, up: phase === "LIVE", stalenessSeconds };
  });
  const held = watches.map(({ cluster, resource: kind, objects, quarantined }) => ({
    cluster,
    kind,
    objects,
    quarantined,
  }));
  return { sources, watches: held };
}
