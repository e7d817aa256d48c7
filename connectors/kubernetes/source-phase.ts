import type { SourceError } from "../../schema/source-error.ts";
import { SourcePhase } from "../../schema/source.ts";
import type { Watch } from "../../schema/watch.ts";
import { WatchPhase } from "../../schema/watch.ts";
import { refused, unreachable } from "./fault.ts";
import { STALE_AFTER } from "./limits.ts";

/** One watch of a source, as far as the source's phase depends on it. */
export interface WatchHealth {
  readonly watch: Pick<Watch, "phase" | "error" | "listed">;
  /** For how long it has been silent, in milliseconds. */
  readonly silence: number;
  /** Whether what is held is not all there is, for want of room. */
  readonly overQuota: boolean;
}

/** How well a source is heard, from how its watches are: one that fails does not speak for the others. */
export function sourcePhase(watches: readonly WatchHealth[]): { phase: SourcePhase; error: SourceError | null } {
  const served = watches.filter(({ watch }) => watch.phase !== WatchPhase.ABSENT);
  const failed = served.find(({ watch }) => watch.error !== null);
  const error = failed?.watch.error ?? null;
  if (served.length === 0) return { phase: SourcePhase.LIVE, error: null };
  if (served.every(isFailedWith(unreachable))) return { phase: SourcePhase.DOWN, error };
  if (served.every(isFailedWith(refused))) return { phase: SourcePhase.FORBIDDEN, error };
  const stale = served.find(isStale);
  if (stale !== undefined) return { phase: SourcePhase.STALE, error: stale.watch.error ?? error };
  return { phase: SourcePhase.LIVE, error: null };
}

/** Whether the watch has got anywhere: a list was taken in, or it failed, or there is nothing to list. */
export function isSettled({ phase, listed, error }: Pick<Watch, "phase" | "listed" | "error">): boolean {
  return error !== null || phase === WatchPhase.ABSENT || (listed && phase !== WatchPhase.STARTING);
}

/** What is held may be old. A kind that may not be read, and never could, holds nothing that could be. */
function isStale({ watch, silence, overQuota }: WatchHealth): boolean {
  if (overQuota) return true;
  if (watch.phase === WatchPhase.WATCHING || silence <= STALE_AFTER) return false;
  return watch.phase !== WatchPhase.FORBIDDEN || watch.listed;
}

function isFailedWith(codes: ReadonlySet<string>): (health: WatchHealth) => boolean {
  return ({ watch }) => watch.error !== null && codes.has(watch.error.code);
}
