import type { JsonObject, StringMap } from "../../../schema/kubernetes-object.ts";
import { selectorOfObject, selects } from "../label-selector.ts";
import { fieldOf, isObject } from "./read-spec.ts";

export type ServiceEntryVisibility = "PUBLIC" | "NAMESPACE" | "NONE";

/**
 * How far the mesh's `serviceEntryVisibility` lets the ServiceEntries of a namespace be seen: the first policy whose rules all match, else
 * the default. Null when it cannot be read: then istiod keeps what it read before. Source: istio
 * pilot/pkg/model/serviceentry_visibility.go (CompileServiceEntryVisibility, VisibilityFor).
 */
export function serviceEntryVisibility(config: JsonObject | null, labels: StringMap): ServiceEntryVisibility | null {
  if (config === null) return "PUBLIC";
  const policies = objectsIn(config, "policies", "policies");
  if (policies === null) return null;
  let found: ServiceEntryVisibility | null = null;
  for (const policy of policies) {
    const matches = policyMatches(policy, labels);
    const visibility = visibilityIn(policy, "visibility", "visibility");
    if (matches === null || visibility === null) return null;
    if (matches) found ??= visibility;
  }
  const byDefault = visibilityIn(config, "defaultVisibility", "default_visibility");
  return byDefault === null ? null : (found ?? byDefault);
}

/** Whether sidecars follow it too; ambient always does. Null when it cannot be read. */
export function appliesToSidecars(config: JsonObject | null): boolean | null {
  const value = config === null ? false : (either(config, "applyToSidecars", "apply_to_sidecars") ?? false);
  return typeof value === "boolean" ? value : null;
}

/** A policy without rules matches every namespace; a rule without a selector, or with a matcher of later releases, matches none. */
function policyMatches(policy: JsonObject, labels: StringMap): boolean | null {
  const rules = objectsIn(policy, "matchingRules", "matching_rules");
  if (rules === null) return null;
  const results = rules.map((rule) => {
    const selector = either(rule, "namespaceSelector", "namespace_selector");
    if (selector === undefined) return false;
    const read = isObject(selector) ? selectorOfObject(selector) : null;
    return read === null ? null : selects(read, labels);
  });
  return results.includes(null) ? null : results.every((result) => result === true);
}

const BY_NUMBER = ["PUBLIC", "NONE", "NAMESPACE", "PUBLIC"] as const;

function visibilityIn(parent: JsonObject, name: string, protoName: string): ServiceEntryVisibility | null {
  const value = either(parent, name, protoName) ?? "VISIBILITY_UNSPECIFIED";
  if (value === "PUBLIC" || value === "NAMESPACE" || value === "NONE") return value;
  if (value === "VISIBILITY_UNSPECIFIED") return "PUBLIC";
  return typeof value === "number" ? (BY_NUMBER[value] ?? null) : null;
}

function objectsIn(parent: JsonObject, name: string, protoName: string): readonly JsonObject[] | null {
  const value = either(parent, name, protoName) ?? [];
  return Array.isArray(value) && value.every(isObject) ? value : null;
}

/** Protobuf reads a field by either of its names. */
function either(parent: JsonObject, name: string, protoName: string): unknown {
  return fieldOf(parent, name) ?? fieldOf(parent, protoName);
}
