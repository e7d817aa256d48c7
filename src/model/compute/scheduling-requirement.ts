import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { normalizedLabel } from "./well-known-labels.ts";

/**
 * What one label of a node may be, as Karpenter computes with it: a set of values, or all values but some, within bounds. Source:
 * karpenter pkg/scheduling/requirement.go.
 */
export interface Requirement {
  readonly key: string;
  /** Whether the values are the ones that are not allowed. */
  readonly complement: boolean;
  readonly values: ReadonlySet<string>;
  /** Bounds of a complement, both inclusive; what is no integer is then not allowed. */
  readonly least: bigint | null;
  readonly greatest: bigint | null;
}

export const requirementOperators = ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Gte", "Lte"] as const;
export type RequirementOperator = (typeof requirementOperators)[number];

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);
const none: ReadonlySet<string> = new Set();

/** Deprecated keys become the ones that replaced them. The values were checked before: a bound has one integer. */
export function requirement(key: string, operator: RequirementOperator, values: readonly string[]): Requirement {
  const base: Requirement = {
    key: normalizedLabel(key),
    complement: operator !== "In" && operator !== "DoesNotExist",
    values: operator === "In" || operator === "NotIn" ? new Set(values) : none,
    least: null,
    greatest: null,
  };
  const bound = boundOf(values[0] ?? "");
  if (operator === "Gt") return bound === MAX_INT ? nothing(base.key) : { ...base, least: bound + 1n };
  if (operator === "Lt") return { ...base, greatest: bound - 1n };
  if (operator === "Gte") return { ...base, least: bound };
  if (operator === "Lte") return { ...base, greatest: bound };
  return base;
}

/** Reads a requirement of a NodePool or of a pod's node affinity; null for what Karpenter refuses as invalid. */
export function requirementIn({ key, operator, values }: JsonObject): Requirement | null {
  const texts = values ?? [];
  if (typeof key !== "string" || key === "" || !isOperator(operator)) return null;
  if (!Array.isArray(texts) || !texts.every((value) => typeof value === "string")) return null;
  if (operator === "In" && texts.length === 0) return null;
  if (["Gt", "Lt", "Gte", "Lte"].includes(operator)) {
    const bound = texts.length === 1 ? integerOf(texts[0] ?? "") : null;
    if (bound === null || bound < 0n) return null;
  }
  return requirement(key, operator, texts);
}

/** What both allow. The key is that of the first. */
export function intersection(a: Requirement, b: Requirement): Requirement {
  const { least, greatest } = commonBounds(a, b);
  if (areCrossed(least, greatest)) return nothing(a.key);
  const complement = a.complement && b.complement;
  const values = complement ? [...a.values, ...b.values] : finiteValues(a, b);
  const within = new Set(values.filter((value) => isWithin(value, least, greatest)));
  return complement
    ? { key: a.key, complement, values: within, least, greatest }
    : { key: a.key, complement, values: within, least: null, greatest: null };
}

/** Whether a value is allowed by both. Two complements within common bounds count as meeting, whatever they leave out. */
export function meets(a: Requirement, b: Requirement): boolean {
  const { least, greatest } = commonBounds(a, b);
  if (areCrossed(least, greatest)) return false;
  if (a.complement && b.complement) return true;
  return finiteValues(a, b).some((value) => isWithin(value, least, greatest));
}

export function allows(required: Requirement, value: string): boolean {
  return required.values.has(value) !== required.complement && isWithin(value, required.least, required.greatest);
}

/** A requirement with bounds only counts as Exists. */
export function operatorOf({ complement, values }: Requirement): "In" | "NotIn" | "Exists" | "DoesNotExist" {
  if (complement) return values.size > 0 ? "NotIn" : "Exists";
  return values.size > 0 ? "In" : "DoesNotExist";
}

/** Whether a node without the label is fine with it. */
export function allowsAbsence(required: Requirement): boolean {
  const operator = operatorOf(required);
  return operator === "NotIn" || operator === "DoesNotExist";
}

const SHOWN_VALUES = 5;

/** As Karpenter writes it: `kubernetes.io/arch In [amd64 arm64]`. */
export function requirementText(required: Requirement): string {
  const sorted = [...required.values].toSorted();
  const shown = sorted.slice(0, SHOWN_VALUES);
  if (sorted.length > SHOWN_VALUES) shown.push(`and ${sorted.length - SHOWN_VALUES} others`);
  const values = sorted.length > 0 ? ` [${shown.join(" ")}]` : "";
  const least = required.least === null ? "" : ` >=${required.least}`;
  const greatest = required.greatest === null ? "" : ` <=${required.greatest}`;
  return `${required.key} ${operatorOf(required)}${values}${least}${greatest}`;
}

function nothing(key: string): Requirement {
  return { key, complement: false, values: none, least: null, greatest: null };
}

/** The values of the one that is not a complement that the other has, or does not leave out. */
function finiteValues(a: Requirement, b: Requirement): readonly string[] {
  const [finite, other] = a.complement ? [b, a] : [a, b];
  return [...finite.values].filter((value) => other.values.has(value) !== other.complement);
}

function commonBounds(a: Requirement, b: Requirement): Pick<Requirement, "least" | "greatest"> {
  return {
    least: a.least === null || (b.least !== null && b.least > a.least) ? b.least : a.least,
    greatest: a.greatest === null || (b.greatest !== null && b.greatest < a.greatest) ? b.greatest : a.greatest,
  };
}

function areCrossed(least: bigint | null, greatest: bigint | null): boolean {
  return least !== null && greatest !== null && least > greatest;
}

function isWithin(value: string, least: bigint | null, greatest: bigint | null): boolean {
  if (least === null && greatest === null) return true;
  const number = integerOf(value);
  return number !== null && (least === null || number >= least) && (greatest === null || number <= greatest);
}

function isOperator(operator: unknown): operator is RequirementOperator {
  return (requirementOperators as readonly unknown[]).includes(operator);
}

/** As Go's strconv.Atoi reads it on 64 bits; null for what that refuses. */
function integerOf(text: string): bigint | null {
  if (text.length > 64 || !/^[+-]?\d+$/.test(text)) return null;
  const number = BigInt(text.replace("+", ""));
  return number > MAX_INT || number < MIN_INT ? null : number;
}

function boundOf(text: string): bigint {
  return integerOf(text) ?? 0n;
}
