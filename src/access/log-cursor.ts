import { BadCursorError } from "../errors.ts";
import type { Position, Seals } from "../ports.ts";

const PURPOSE = "log cursor";

/** A place in one epoch of the log. */
export interface LogPlace {
  readonly epoch: string;
  readonly position: Position;
}

export function writeLogCursor(seals: Seals, { epoch, position }: LogPlace): string {
  return seals.seal(PURPOSE, `${epoch} ${position}`);
}

/** Null for what is a seal, but not of ours or not for this viewer: that is a gap. Throws BadCursorError for what is no seal at all. */
export function readLogCursor(seals: Seals, cursor: string): LogPlace | null {
  if (!/^[A-Za-z0-9_-]{30,}$/.test(cursor)) throw new BadCursorError("`since` is not a log cursor");
  const [epoch, position] = seals.open(PURPOSE, cursor)?.split(" ") ?? [];
  return epoch === undefined || position === undefined ? null : { epoch, position };
}
