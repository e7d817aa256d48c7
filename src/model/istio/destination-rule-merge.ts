import type { StringMap } from "../../../schema/kubernetes-object.ts";
import { byAge } from "./by-age.ts";
import type { ReadDestinationRule } from "./destination-rule-read.ts";
import type { DestinationRuleSpec } from "./destination-rule-spec.ts";

/** A DestinationRule as Istio has it in force, with what others of its host and namespace add. */
export interface MergedDestinationRule {
  /** Of the first rule; its exportTo as Istio takes it: `.` alone where there is a selector. */
  readonly namespace: string;
  readonly exportTo: ReadonlySet<string>;
  readonly spec: DestinationRuleSpec;
  /** Where it comes from, the first first. */
  readonly from: readonly ReadDestinationRule[];
}

/** Those with a selector first, then by age. Source: istio pilot/pkg/model/push_context.go (sortConfigBySelectorAndCreationTime). */
export function byMergeOrder(a: ReadDestinationRule, b: ReadDestinationRule): number {
  return (
    Number(a.spec.workloadSelector === null) - Number(b.spec.workloadSelector === null) || byAge(a.object, b.object)
  );
}

/** A rule with a selector is for its own namespace only. Source: push_context.go (setDestinationRules). */
export function ruleExportTo({ workloadSelector, exportTo }: DestinationRuleSpec): ReadonlySet<string> {
  return new Set(workloadSelector === null ? exportTo : ["."]);
}

/**
 * Merges the rules of one host and namespace, given in the order above: subsets are added by name, a traffic policy where there is none
 * yet, nothing else. With `enhanced` only rules of the same exportTo are merged; then one without a selector whose exportTo is `.`
 * vanishes in one with a selector. Source: istio pilot/pkg/model/destination_rule.go (mergeDestinationRule).
 */
export function mergeDestinationRules(
  rules: readonly ReadDestinationRule[],
  enhanced: boolean,
): readonly MergedDestinationRule[] {
  const merged: MergedDestinationRule[] = [];
  for (const rule of rules) {
    const exportTo = ruleExportTo(rule.spec);
    let apart = true;
    for (const [at, existing] of merged.entries()) {
      if (enhanced) {
        const isSame = sameSet(exportTo, existing.exportTo);
        const isWider = existing.exportTo.size > 0 && [...existing.exportTo].every((entry) => exportTo.has(entry));
        apart = !isSame;
        if (!isSame && !isWider) continue;
      }
      const [first, other] = [existing.spec.workloadSelector, rule.spec.workloadSelector];
      if (first !== null && other !== null && !sameMap(first, other)) {
        apart = true;
        continue;
      }
      if ((first === null) === (other === null)) apart = false;
      merged[at] = addTo(existing, rule);
    }
    if (apart) merged.push({ namespace: rule.object.namespace ?? "", exportTo, spec: rule.spec, from: [rule] });
  }
  return merged;
}

function addTo(existing: MergedDestinationRule, rule: ReadDestinationRule): MergedDestinationRule {
  const names = new Set(existing.spec.subsets.map(({ name }) => name));
  return {
    ...existing,
    spec: {
      ...existing.spec,
      subsets: [...existing.spec.subsets, ...rule.spec.subsets.filter(({ name }) => !names.has(name))],
      trafficPolicy: existing.spec.trafficPolicy ?? rule.spec.trafficPolicy,
    },
    from: [...existing.from, rule],
  };
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}

function sameMap(a: StringMap, b: StringMap): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}
