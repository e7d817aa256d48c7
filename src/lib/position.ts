/** Two whole numbers, `<number>-<number>`: the form of a Redis stream id, which the in-process log uses too. */
export type StreamPosition = string;

export const START: StreamPosition = "0-0";

export function comparePositions(a: StreamPosition, b: StreamPosition): number {
  const [aMajor = "", aMinor = ""] = a.split("-");
  const [bMajor = "", bMinor = ""] = b.split("-");
  return compareDigits(aMajor, bMajor) || compareDigits(aMinor, bMinor);
}

/** Digits without leading zeros: the longer one is larger. They may be larger than a number holds exactly. */
function compareDigits(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
