import type { LabelRequirement, LabelSelector } from "../label-selector.ts";
import { selectorOfObject } from "../label-selector.ts";
import type { Report } from "./problem.ts";
import { fieldOf, isObject } from "./read-json.ts";

const NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const MAX_PREFIX = 253;

/**
 * The selector of a `matchLabels`/`matchExpressions` object; null for one that no selector can be made of. Source: k8s.io/apimachinery
 * pkg/apis/meta/v1/helpers.go (LabelSelectorAsSelector) and pkg/labels/selector.go (NewRequirement).
 */
export function readSelector(value: unknown, path: string, report: Report): LabelSelector | null {
  if (!isObject(value)) {
    report("INVALID_SELECTOR", path, "a selector is an object");
    return null;
  }
  const labels = fieldOf(value, "matchLabels");
  const selector = labels === undefined || isObject(labels) ? selectorOfObject(value) : null;
  const wrong = selector === null ? "it is no label selector" : selector.map(wrongWith).find((why) => why !== null);
  if (typeof wrong === "string") report("INVALID_SELECTOR", path, wrong);
  return typeof wrong === "string" ? null : selector;
}

function wrongWith({ key, operator, values }: LabelRequirement): string | null {
  const takesValues = operator === "In" || operator === "NotIn";
  if (!isLabelKey(key)) return `"${key}" is no label's key`;
  if (takesValues !== values.length > 0) return `${operator} takes ${takesValues ? "at least one value" : "no value"}`;
  const odd = values.find((item) => item !== "" && !NAME.test(item));
  return odd === undefined ? null : `"${odd}" is no label's value`;
}

function isLabelKey(key: string): boolean {
  const slash = key.indexOf("/");
  const prefix = slash < 0 ? null : key.slice(0, slash);
  return NAME.test(key.slice(slash + 1)) && (prefix === null || (prefix.length <= MAX_PREFIX && PREFIX.test(prefix)));
}
