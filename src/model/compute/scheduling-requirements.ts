import type { StringMap } from "../../../schema/kubernetes-object.ts";
import type { Requirement } from "./scheduling-requirement.ts";
import { allowsAbsence, intersection, meets, requirement, requirementText } from "./scheduling-requirement.ts";

/** What the labels of a node may be, by key. Source: karpenter pkg/scheduling/requirements.go. */
export type Requirements = ReadonlyMap<string, Requirement>;

/** One label that a pod asks for and that a node's requirements do not grant. */
export interface RequirementConflict {
  readonly key: string;
  /** UNDEFINED: nothing says what the label is. DISJOINT: no value suits both. */
  readonly kind: "UNDEFINED" | "DISJOINT";
  /** In Karpenter's words. */
  readonly message: string;
}

/** Several on one key become what all of them allow. */
export function requirementsOf(list: Iterable<Requirement>): Requirements {
  const requirements = new Map<string, Requirement>();
  for (const added of list) {
    const existing = requirements.get(added.key);
    requirements.set(added.key, existing === undefined ? added : intersection(added, existing));
  }
  return requirements;
}

export function labelRequirements(labels: StringMap): readonly Requirement[] {
  return Object.entries(labels).map(([key, value]) => requirement(key, "In", [value]));
}

/**
 * Why nodes of these requirements do not suit what is asked for; empty when they do. A label that they do not define is fine if it may be
 * undefined or if what is asked for may be absent. As in Karpenter (Compatible), the first undefined label is told alone; keys go by name,
 * where Karpenter takes them by chance.
 */
export function requirementConflicts(
  existing: Requirements,
  asked: Requirements,
  mayBeUndefined: (key: string) => boolean,
): readonly RequirementConflict[] {
  for (const key of [...asked.keys()].toSorted()) {
    const incoming = asked.get(key);
    if (incoming === undefined || mayBeUndefined(key) || existing.has(key) || allowsAbsence(incoming)) continue;
    return [{ key, kind: "UNDEFINED", message: `label "${key}" does not have known values` }];
  }
  return disjointRequirements(existing, asked);
}

/** The labels of those that every machine has for which no value suits both; what does not define one leaves it open. */
export function unmetRequirements(
  existing: Requirements,
  asked: Requirements,
  isOfEveryMachine: (key: string) => boolean,
): readonly RequirementConflict[] {
  return [...asked.keys()].toSorted().flatMap((key) => {
    const incoming = asked.get(key);
    if (incoming === undefined || !isOfEveryMachine(key)) return [];
    const present = existing.get(key);
    const both = present === undefined ? incoming : intersection(present, incoming);
    if (both.complement || both.values.size > 0) return [];
    return [{ key, kind: "DISJOINT", message: `no machine has ${requirementText(incoming)}` } as const];
  });
}

/** The keys of both that have no value in common; two that may both be absent agree on that (Intersects). */
export function disjointRequirements(existing: Requirements, asked: Requirements): readonly RequirementConflict[] {
  const conflicts: RequirementConflict[] = [];
  for (const key of [...asked.keys()].toSorted()) {
    const incoming = asked.get(key);
    const present = existing.get(key);
    if (incoming === undefined || present === undefined || meets(present, incoming)) continue;
    if (allowsAbsence(incoming) && allowsAbsence(present)) continue;
    const message = `key ${key}, ${requirementText(incoming)} not in ${requirementText(present)}`;
    conflicts.push({ key, kind: "DISJOINT", message });
  }
  return conflicts;
}
