import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import type { Taint } from "../../../schema/taint.ts";

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);

/** What Karpenter adds last to a pod that nothing serves. Source: karpenter scheduling/preferences.go. */
export const toleratesPreferences: JsonObject = Object.freeze({ operator: "Exists", effect: "PreferNoSchedule" });

/** The taints that nothing tolerates, PreferNoSchedule among them. Source: karpenter pkg/scheduling/taints.go. */
export function untoleratedTaints(taints: readonly Taint[], tolerations: readonly JsonObject[]): readonly Taint[] {
  return taints.filter((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
}

/** Source: k8s.io/api core/v1/toleration.go (ToleratesTaint, with the operators Lt and Gt). */
export function tolerates({ key, operator, value, effect }: JsonObject, taint: Taint): boolean {
  if (isGiven(effect) && effect !== taint.effect) return false;
  if (isGiven(key) && key !== taint.key) return false;
  const tainted = taint.value ?? "";
  if (!isGiven(operator) || operator === "Equal") return (value ?? "") === tainted;
  if (operator === "Exists") return true;
  if (operator !== "Lt" && operator !== "Gt") return false;
  const bound = canonicalInteger(value);
  const number = canonicalInteger(tainted);
  if (bound === null || number === null) return false;
  return operator === "Lt" ? number < bound : number > bound;
}

/** As Karpenter writes it: `key=value:effect`. */
export function taintText({ key, value, effect }: Taint): string {
  return value === null || value === "" ? `${key}:${effect}` : `${key}=${value}:${effect}`;
}

function isGiven(member: unknown): boolean {
  return member !== undefined && member !== null && member !== "";
}

/** Without leading zeros or a plus, within 64 bits. Source: k8s.io/apimachinery validate/content/decimal_int.go. */
function canonicalInteger(value: unknown): bigint | null {
  if (typeof value !== "string" || value.length > 20 || !/^(?:0|-?[1-9]\d*)$/.test(value)) return null;
  const number = BigInt(value);
  return number > MAX_INT || number < MIN_INT ? null : number;
}
