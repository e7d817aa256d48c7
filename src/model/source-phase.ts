import type { SourcePhase, Source } from "../../schema/source.ts";
import type { Watch } from "../../schema/watch.ts";

/**
 * How long a watch may be silent before what it brought counts as old. Source: the design, "Freshness": API servers send a bookmark
 * about each minute, and a quarter of that is left for delays.
 */
export const STALE_AFTER_MS = 75_000;

/** How well a source is heard at one time. */
export interface Freshness {
  readonly phase: SourcePhase;
  /** When the most silent of its watches last spoke: everything that is held of the source is at least as fresh. Null when none has. */
  readonly lastEventAt: Date | null;
  readonly stalenessSeconds: number | null;
}

/** What a source is at a time: one that is LIVE by itself is STALE while one of its watches has been silent too long. */
export function freshnessAt(source: Pick<Source, "phase">, watches: readonly Watch[], now: Date): Freshness {
  const lastEventAt = lastEventOf(watches);
  const silent = lastEventAt !== null && isSilent(lastEventAt, now);
  return {
    phase: source.phase === "LIVE" && silent ? "STALE" : source.phase,
    lastEventAt,
    stalenessSeconds: lastEventAt === null ? null : Math.max(0, now.getTime() - lastEventAt.getTime()) / 1000,
  };
}

export function isSilent(lastEventAt: Date, now: Date): boolean {
  return now.getTime() - lastEventAt.getTime() > STALE_AFTER_MS;
}

/** When the next of the watches falls silent if it says nothing more; a day from now when none can. */
export function nextSilence(watches: readonly Watch[], now: Date): Date {
  let next = now.getTime() + 86_400_000;
  for (const { lastEventAt } of watches) {
    const silentFrom = lastEventAt === null ? 0 : lastEventAt.getTime() + STALE_AFTER_MS + 1;
    if (silentFrom > now.getTime() && silentFrom < next) next = silentFrom;
  }
  return new Date(next);
}

/** Watches of what is not served, or not to be read, never speak. */
function lastEventOf(watches: readonly Watch[]): Date | null {
  let oldest: Date | null = null;
  for (const { phase, lastEventAt } of watches) {
    if (lastEventAt === null || phase === "ABSENT" || phase === "FORBIDDEN" || phase === "STOPPED") continue;
    if (oldest === null || lastEventAt < oldest) oldest = lastEventAt;
  }
  return oldest;
}
