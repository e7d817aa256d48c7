/** Items in portions of a size; the last may be smaller. No item is drawn before its portion is asked for. */
export function* portions<T>(items: Iterable<T>, size: number): Generator<readonly T[], void, undefined> {
  let portion: T[] = [];
  for (const item of items) {
    portion.push(item);
    if (portion.length < size) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}
