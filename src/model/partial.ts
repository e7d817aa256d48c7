import type { Source } from "../../schema/source.ts";
import type { Watch } from "../../schema/watch.ts";
import { isSilent } from "./source-phase.ts";

/**
 * Whether an answer may lack something, or show it as it no longer is. Source: the contract, `XConnection.partial`: a source has never
 * answered or is stale; a resource that a cluster does not serve lacks nothing. The watches are those that bring the answer's type.
 */
export function isPartial(sources: readonly Source[], watches: readonly Watch[], now: Date): boolean {
  return sources.some((source) => isUnheard(source, watches)) || watches.some((watch) => isIncomplete(watch, now));
}

/** A source that is down, or that has not begun to read the type. */
function isUnheard({ cluster, name, phase }: Source, watches: readonly Watch[]): boolean {
  return (
    phase === "DOWN" ||
    phase === "FORBIDDEN" ||
    phase === "STOPPED" ||
    !watches.some((watch) => watch.cluster === cluster && watch.source === name)
  );
}

function isIncomplete({ phase, listed, lastEventAt }: Watch, now: Date): boolean {
  if (phase === "ABSENT") return false;
  const isHeard = phase !== "WAITING" && phase !== "FORBIDDEN" && phase !== "STOPPED";
  return !isHeard || !listed || lastEventAt === null || isSilent(lastEventAt, now);
}
