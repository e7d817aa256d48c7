/**
 * Kubernetes quantities, exact to a billionth. Source: k8s.io/apimachinery pkg/api/resource/quantity.go (ParseQuantity,
 * CanonicalizeBytes, Add, Sub). Taken is what its documented grammar and its parser both take; the parser alone would also read `k` or
 * `+` as zero, and the grammar alone would allow `1e1.5`.
 */
export interface Quantity {
  readonly nanos: bigint;
  /** How it was written, and is written again. */
  readonly format: QuantityFormat;
}

export type QuantityFormat = "DecimalSI" | "BinarySI" | "DecimalExponent";

const PATTERN = /^(?<sign>[+-]?)(?:(?<whole>\d+)(?:\.(?<fraction>\d*))?|\.(?<only>\d+))(?<suffix>.*)$/;
const EXPONENT = /^[eE](?<exponent>[+-]?\d{1,4})$/;
const BINARY_SUFFIXES = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const DECIMAL_SUFFIXES = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const NANO_EXPONENT = -9;
const NANOS = 10n ** 9n;

/** Binary quantities are capped there, decimal ones are not. */
const GREATEST_BINARY = (2n ** 63n - 1n) * NANOS;

/** Bounds of what is read, so that a short text costs little: real quantities have fewer than 30 digits. */
const MAX_LENGTH = 256;
const MAX_EXPONENT = 1000;

export const zeroQuantity: Quantity = Object.freeze({ nanos: 0n, format: "DecimalSI" });

/** Reads `100m`, `1.5Gi` or `12e6`; null for what is no quantity. What is finer than a billionth is rounded away from zero. */
export function parseQuantity(text: string): Quantity | null {
  const groups = text.length > MAX_LENGTH ? undefined : PATTERN.exec(text)?.groups;
  if (groups === undefined) return null;
  const scale = scaleOf(groups["suffix"] ?? "");
  if (scale === null) return null;
  const fraction = groups["fraction"] ?? groups["only"] ?? "";
  const digits = BigInt(`${groups["whole"] ?? ""}${fraction}`) * scale.factor;
  const magnitude = roundedUp(digits, scale.exponent - fraction.length - NANO_EXPONENT);
  const isBinary = scale.format === "BinarySI";
  const nanos = isBinary && magnitude > GREATEST_BINARY ? GREATEST_BINARY : magnitude;
  const format = isBinary && nanos > 0n && nanos < NANOS ? "DecimalSI" : scale.format;
  return { nanos: groups["sign"] === "-" ? -nanos : nanos, format };
}

/** Reads a quantity as JSON has it, which may be a number. */
export function quantityOf(value: unknown): Quantity | null {
  if (typeof value === "number") return Number.isFinite(value) ? parseQuantity(String(value)) : null;
  return typeof value === "string" ? parseQuantity(value) : null;
}

/** Less than zero when the first is the smaller, zero when they are equal, however they are written. */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  if (a.nanos === b.nanos) return 0;
  return a.nanos < b.nanos ? -1 : 1;
}

/** Written as the first is, or as the second if the first is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos + b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

/** Written as the first is, or as the second if the first is zero. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return { nanos: a.nanos - b.nanos, format: a.nanos === 0n ? b.format : a.format };
}

/** What part of the second the first is, such as 0.25; null when the second is zero. */
export function quantityRatio(a: Quantity, b: Quantity): number | null {
  return b.nanos === 0n ? null : Number(a.nanos) / Number(b.nanos);
}

/** The nearest number, which may be less exact. */
export function quantityNumber({ nanos }: Quantity): number {
  return Number(`${nanos}e${NANO_EXPONENT}`);
}

/**
 * The canonical form, as kubectl prints it: the largest suffix that leaves no fraction. A binary quantity that is small or not whole is
 * written as a decimal one. A decimal quantity beyond the suffix E is written with an exponent.
 */
export function formatQuantity({ nanos, format }: Quantity): string {
  if (nanos === 0n) return "0";
  const isSmall = nanos > -1024n * NANOS && nanos < 1024n * NANOS;
  if (format === "BinarySI" && !isSmall && nanos % NANOS === 0n) {
    const [number, times] = withoutFactors(nanos / NANOS, 1024n, BINARY_SUFFIXES.length - 1);
    return `${number}${BINARY_SUFFIXES[times] ?? ""}`;
  }
  const [number, times] = withoutFactors(nanos, 1000n, Infinity);
  const exponent = NANO_EXPONENT + 3 * times;
  const suffix = format === "DecimalExponent" ? undefined : DECIMAL_SUFFIXES[times];
  return `${number}${suffix ?? (exponent === 0 ? "" : `e${exponent}`)}`;
}

interface Scale {
  readonly factor: bigint;
  /** A power of ten. */
  readonly exponent: number;
  readonly format: QuantityFormat;
}

function scaleOf(suffix: string): Scale | null {
  const decimal = DECIMAL_SUFFIXES.indexOf(suffix);
  if (decimal >= 0) return { factor: 1n, exponent: NANO_EXPONENT + 3 * decimal, format: "DecimalSI" };
  const binary = BINARY_SUFFIXES.indexOf(suffix);
  if (binary > 0) return { factor: 1024n ** BigInt(binary), exponent: 0, format: "BinarySI" };
  const exponent = EXPONENT.exec(suffix)?.groups?.["exponent"];
  if (exponent === undefined || Math.abs(Number(exponent)) > MAX_EXPONENT) return null;
  return { factor: 1n, exponent: Number(exponent), format: "DecimalExponent" };
}

/** A number times a power of ten, as a whole number. */
function roundedUp(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (digits + divisor - 1n) / divisor;
}

/** A number divided by a factor as often as nothing is lost, and how often that was. */
function withoutFactors(number: bigint, factor: bigint, most: number): readonly [bigint, number] {
  let rest = number;
  let times = 0;
  while (times < most && rest % factor === 0n) {
    rest /= factor;
    times += 1;
  }
  return [rest, times];
}
