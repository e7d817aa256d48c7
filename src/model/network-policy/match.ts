import type { Caveat, UnknownReason } from "./reason.ts";

/** Whether something matches, as far as it can be known. */
export type Match =
  | { readonly answer: "YES"; readonly caveats: readonly Caveat[] }
  | { readonly answer: "UNKNOWN"; readonly reason: UnknownReason }
  | { readonly answer: "NO" };

export const yes: Match = { answer: "YES", caveats: [] };
export const no: Match = { answer: "NO" };

export function unknown(reason: UnknownReason): Match {
  return { answer: "UNKNOWN", reason };
}

export function yesIf(condition: boolean): Match {
  return condition ? yes : no;
}

/** The best of them: a match without caveats, any match, then what is not known. */
export function anyOf(matches: readonly Match[]): Match {
  return matches.reduce((best, match) => (rank(match) < rank(best) ? match : best), no);
}

/** What one and the other come to: NO when one is, whatever the other. */
export function allOf(one: Match, other: Match): Match {
  if (one.answer === "YES" && other.answer === "YES")
    return { answer: "YES", caveats: [...one.caveats, ...other.caveats] };
  return rank(one) > rank(other) ? one : other;
}

function rank(match: Match): number {
  if (match.answer === "YES") return match.caveats.length === 0 ? 0 : 1;
  return match.answer === "UNKNOWN" ? 2 : 3;
}
