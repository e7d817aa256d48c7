/** So many slips of the finger are forgiven. */
const MOST_SLIPS = 2;

/** The name that was most likely meant: at most two letters are wrong, missing or surplus, and at least half are right. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const most = Math.min(MOST_SLIPS, word.length / 2);
  const [best] = names
    .map((name) => ({ name, slips: slipsBetween(word, name) }))
    .filter(({ slips }) => slips <= most)
    .toSorted((one, other) => one.slips - other.slips);
  return best?.name;
}

/** How many letters must be changed, added or left out to make one word of the other (Levenshtein). */
function slipsBetween(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const slips = [row];
    for (let column = 1; column <= other.length; column++) {
      const changed = (before[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      slips.push(Math.min(changed, (before[column] ?? 0) + 1, (slips[column - 1] ?? 0) + 1));
    }
    before = slips;
  }
  return before[other.length] ?? 0;
}
