import type { JsonObject } from "../../json.ts";

export interface Taint extends JsonObject {
  readonly key: string;
  readonly value?: string;
  readonly effect: "NoSchedule" | "NoExecute";
}

export interface Toleration extends JsonObject {
  readonly key?: string;
  readonly operator: "Equal" | "Exists";
  readonly value?: string;
  readonly effect?: string;
}

/** Whether a pod with these tolerations may be where that taint is. Source: k8s.io/component-helpers scheduling/corev1. */
export function tolerates(tolerations: readonly Toleration[], taint: Taint): boolean {
  return tolerations.some(
    ({ key, operator, value, effect }) =>
      (key === undefined || key === taint.key) &&
      (effect === undefined || effect === taint.effect) &&
      (operator === "Exists" || value === taint.value),
  );
}

/** As Karpenter writes it: `dedicated=egress:NoSchedule`. Source: karpenter pkg/utils/pretty. */
export function describeTaint({ key, value, effect }: Taint): string {
  return value === undefined ? `${key}:${effect}` : `${key}=${value}:${effect}`;
}
