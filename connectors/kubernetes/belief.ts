import { AGREEING_SHARE, SHRINK_OBJECTS, SHRINK_SHARE } from "./limits.ts";

/**
 * Whether a list may be taken for all there is: not when it lacks everything, or more than half and more than a few, of what was held.
 * A proxy, a lost right or a half-started server can make such a list; a person rarely does, and then a second list says so too.
 */
export function isBelievable(held: number, listed: number): boolean {
  if (listed >= held) return true;
  const lacking = held - listed;
  return listed > 0 && !(lacking > SHRINK_OBJECTS && lacking > held * SHRINK_SHARE);
}

/** Whether two lists tell the same: a living cluster changes a little between them. */
export function agree(first: ReadonlySet<string>, second: ReadonlySet<string>): boolean {
  const common = [...first].filter((uid) => second.has(uid)).length;
  return common >= Math.max(first.size, second.size) * AGREEING_SHARE;
}
