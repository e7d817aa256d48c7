import type { JsonObject, StringMap } from "../../schema/kubernetes-object.ts";

/** One condition on one label. All of a selector's must hold. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  /** Empty for the last two. */
  readonly values: readonly string[];
}

export type LabelSelector = readonly LabelRequirement[];

/**
 * Whether labels are selected. Source: k8s.io/apimachinery pkg/labels/selector.go (Requirement.Matches): what lacks the label satisfies
 * NotIn; a selector without requirements selects everything.
 */
export function selects(selector: LabelSelector, labels: StringMap): boolean {
  return selector.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (operator === "Exists" || operator === "DoesNotExist") return (value !== undefined) === (operator === "Exists");
    return (value !== undefined && values.includes(value)) === (operator === "In");
  });
}

/** The selector of a map: each label has just this value. */
export function selectorOfMap(labels: StringMap): LabelSelector {
  return Object.entries(labels).map(([key, value]) => ({ key, operator: "In", values: [value] }));
}

/** The selector of a `matchLabels`/`matchExpressions` object; null for what is none, and then selects nothing. */
export function selectorOfObject(selector: JsonObject): LabelSelector | null {
  const { matchLabels, matchExpressions } = selector;
  const requirements: LabelRequirement[] = [];
  if (typeof (matchLabels ?? {}) !== "object" || Array.isArray(matchLabels)) return null;
  for (const [key, value] of Object.entries(matchLabels ?? {})) {
    if (typeof value !== "string") return null;
    requirements.push({ key, operator: "In", values: [value] });
  }
  if (!Array.isArray(matchExpressions ?? [])) return null;
  for (const expression of (matchExpressions ?? []) as readonly unknown[]) {
    if (!isRequirement(expression)) return null;
    requirements.push({ key: expression.key, operator: expression.operator, values: expression.values ?? [] });
  }
  return requirements;
}

/** A label with its value, as one word: the key of an index. */
export function labelPair(key: string, value: string): string {
  return `${key}=${value}`;
}

export function labelPairs(labels: StringMap): readonly string[] {
  return Object.entries(labels).map(([key, value]) => labelPair(key, value));
}

/**
 * Labels of which everything that is selected has exactly one, so that an index of label pairs finds it; null when the selector names no
 * value that must be there.
 */
export function anchorPairs(selector: LabelSelector): readonly string[] | null {
  let anchor: LabelRequirement | null = null;
  for (const requirement of selector)
    if (requirement.operator === "In" && (anchor === null || requirement.values.length < anchor.values.length))
      anchor = requirement;
  if (anchor === null) return null;
  const { key, values } = anchor;
  return values.map((value) => labelPair(key, value));
}

function isRequirement(
  value: unknown,
): value is Omit<LabelRequirement, "values"> & { readonly values?: readonly string[] } {
  if (typeof value !== "object" || value === null) return false;
  const { key, operator, values } = value as JsonObject;
  return (
    typeof key === "string" &&
    typeof operator === "string" &&
    ["In", "NotIn", "Exists", "DoesNotExist"].includes(operator) &&
    (values === undefined ||
      values === null ||
      (Array.isArray(values) && values.every((item) => typeof item === "string")))
  );
}
