/** Deeper than this nothing is compared: how deep a spec is, is up to who wrote it, and our stack is not theirs. */
const DEEPEST = 64;

/** Whether two states of one object serve the same in the graph: alike in all that is kept but the resourceVersion, which moves by itself. */
export function servesTheSame(a: object, b: object): boolean {
  return sameMembers(a, b, DEEPEST, "resourceVersion");
}

function sameMembers(a: object, b: object, depth: number, except?: string): boolean {
  if (depth === 0) return false;
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  let size = 0;
  for (const key in left) {
    if (key !== except && !same(left[key], right[key], depth)) return false;
    size += 1;
  }
  for (const _ in right) size -= 1;
  return size === 0;
}

function same(a: unknown, b: unknown, depth: number): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Date || b instanceof Date)
    return a instanceof Date && b instanceof Date && a.getTime() === b.getTime();
  return Array.isArray(a) === Array.isArray(b) && sameMembers(a, b, depth - 1);
}
