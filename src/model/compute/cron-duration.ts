/** Milliseconds of a unit. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

const DURATION = /^(?<sign>[+-]?)(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const PART = /(?<number>[\d.]+)(?<unit>[a-zµμ]+)/g;
const MAX_LENGTH = 100;

/** The longest duration that Go has, 2^63 - 1 nanoseconds: some 292 years. */
const MAX_MS = 2 ** 63 / 1e6;

/**
 * Milliseconds of a duration as Kubernetes' objects have it, which is Go's: `1h30m`, `90s`, `1.5h`, `720h0m0s`. Null for what is none.
 * Source: Go time/format.go (ParseDuration).
 */
export function parseGoDuration(text: string): number | null {
  const sign = text.length > MAX_LENGTH ? undefined : DURATION.exec(text)?.groups?.["sign"];
  if (sign === undefined) return null;
  let sum = 0;
  for (const { groups } of text.matchAll(PART))
    sum += Number(groups?.["number"]) * (UNITS[groups?.["unit"] ?? ""] ?? 0);
  if (sum >= MAX_MS) return null;
  return sign === "-" && sum > 0 ? -sum : sum;
}

/** The same, where `Never` stands for no end. Source: karpenter pkg/apis/v1/duration.go (NillableDuration). */
export function parseNillableDuration(text: string): number | "Never" | null {
  return text === "Never" ? "Never" : parseGoDuration(text);
}
