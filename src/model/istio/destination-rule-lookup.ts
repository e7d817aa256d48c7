import { mergeDestinationRules, byMergeOrder, ruleExportTo } from "./destination-rule-merge.ts";
import type { MergedDestinationRule } from "./destination-rule-merge.ts";
import { readDestinationRule } from "./destination-rule-read.ts";
import type { ReadDestinationRule } from "./destination-rule-read.ts";
import { isWildcardHost, wildcardsOver } from "./host-name.ts";
import { isDiscovered, isOfRevision } from "./is-read.ts";
import type { MeshProxy, MeshService, MeshWorld } from "./mesh-world.ts";
import { hasLabels } from "./route-source.ts";
import { booleanFlag } from "./sidecar-rules.ts";

/** The rule in force for a proxy that talks to a service; null when none is. */
export type DestinationRuleAnswer =
  | { readonly outcome: "KNOWN"; readonly rule: DestinationRuleInForce | null }
  | { readonly outcome: "UNKNOWN"; readonly reason: string };

export interface DestinationRuleInForce extends MergedDestinationRule {
  /** The host or wildcard by which it was found. */
  readonly host: string;
  /** Whose namespace it is of. */
  readonly found: "CLIENT" | "SERVICE" | "ROOT";
}

const ENHANCED = "ENABLE_ENHANCED_DESTINATIONRULE_MERGE";

/**
 * The DestinationRule in force: the one with the most specific host in the client's namespace, else among those exported from the
 * service's, else among those exported from the root namespace. A more specific one that is not exported to the client still hides the
 * others of its namespace. In the root namespace itself only rules for it alone go first. Source: istio pilot/pkg/model/push_context.go
 * (destinationRule, getExportedDestinationRuleFromNamespace), sidecar.go (DestinationRule).
 */
export function destinationRuleFor(
  world: MeshWorld,
  proxy: MeshProxy,
  service: Pick<MeshService, "host" | "namespace">,
): DestinationRuleAnswer {
  const gap = world.gaps.find(({ what }) => what === "DESTINATION_RULES");
  if (gap !== undefined) return { outcome: "UNKNOWN", reason: gap.reason };
  const [way, otherWay] = mergeWays(world);
  const first = inForce(world, proxy, service, way);
  const other = otherWay === undefined ? undefined : inForce(world, proxy, service, otherWay);
  if (typeof first === "string") return { outcome: "UNKNOWN", reason: first };
  if (other !== undefined && effectOf(other) !== effectOf(first))
    return { outcome: "UNKNOWN", reason: `It hangs on the control plane's ${ENHANCED}, which is not known.` };
  return { outcome: "KNOWN", rule: first };
}

function mergeWays({ flags }: MeshWorld): readonly [boolean, boolean?] {
  return flags === null ? [true, false] : [booleanFlag(flags, ENHANCED, true)];
}

function effectOf(rule: DestinationRuleInForce | null | string): string {
  return typeof rule === "string" ? rule : JSON.stringify(rule?.spec ?? null);
}

function inForce(
  world: MeshWorld,
  proxy: MeshProxy,
  service: Pick<MeshService, "host" | "namespace">,
  enhanced: boolean,
): DestinationRuleInForce | null | string {
  const { rootNamespace } = world.config;
  const isRoot = proxy.namespace === rootNamespace;
  const places = [
    { found: "CLIENT", namespace: proxy.namespace, belongs: isRoot ? isPrivate : isForOwn, exported: false },
    { found: "SERVICE", namespace: service.namespace, belongs: isNotPrivate, exported: true },
    { found: "ROOT", namespace: rootNamespace, belongs: isNotPrivate, exported: true },
  ] as const;
  for (const { found, namespace, belongs, exported } of places) {
    if (namespace === "") continue;
    const pool = mostSpecific(world, service.host, namespace, belongs);
    if (typeof pool === "string") return pool;
    if (pool === null) continue;
    const merged = mergeDestinationRules(pool.rules.toSorted(byMergeOrder), enhanced);
    const seen = exported ? merged.filter(({ exportTo }) => isExportedTo(exportTo, proxy.namespace)) : merged;
    if (seen.length === 0) continue;
    const rule = ruleForWorkload(seen, proxy);
    return rule === null ? null : { ...rule, host: pool.host, found };
  }
  return null;
}

type Belongs = (rule: ReadDestinationRule, world: MeshWorld) => boolean;

/** The rules of a namespace with the most specific host among those of the pool; a text where that cannot be told. */
function mostSpecific(
  world: MeshWorld,
  host: string,
  namespace: string,
  belongs: Belongs,
): { readonly host: string; readonly rules: readonly ReadDestinationRule[] } | string | null {
  for (const pattern of rulePatterns(host)) {
    const rules = world
      .destinationRulesOf(pattern)
      .filter((rule) => rule.namespace === namespace && isOfRevision(world, rule))
      .map((rule) => readDestinationRule(rule))
      .filter((rule) => rule.spec.host === pattern && belongs(rule, world));
    if (rules.length === 0) continue;
    const discovered = isDiscovered(world, namespace);
    if (discovered === null) return `It cannot be told whether the control plane reads namespace ${namespace}.`;
    if (discovered) return { host: pattern, rules };
  }
  return null;
}

/** From the most specific on. Source: istio pilot/pkg/model/config.go (MostSpecificHostMatch). */
function rulePatterns(host: string): readonly string[] {
  const name = isWildcardHost(host) ? host.slice(1) : host;
  return [...new Set([host, `*${name}`, ...wildcardsOver(name), "*"])];
}

/** Source: push_context.go (setDestinationRules): what a namespace's own proxies find. */
function isForOwn({ object, spec }: ReadDestinationRule): boolean {
  const exportTo = ruleExportTo(spec);
  return exportTo.size === 0 || [".", "*", object.namespace ?? ""].some((entry) => exportTo.has(entry));
}

/** For its own namespace alone: by itself, or by a mesh default that has `.` in it. Source: push_context.go (setDestinationRules). */
function isPrivate({ object, spec }: ReadDestinationRule, { config }: MeshWorld): boolean {
  const exportTo = ruleExportTo(spec);
  if (exportTo.size === 0) return config.defaultDestinationRuleExportTo.includes(".");
  return exportTo.size === 1 && (exportTo.has(".") || exportTo.has(object.namespace ?? ""));
}

function isNotPrivate(rule: ReadDestinationRule, world: MeshWorld): boolean {
  return !isPrivate(rule, world);
}

function isExportedTo(exportTo: ReadonlySet<string>, namespace: string): boolean {
  return exportTo.size === 0 || exportTo.has("*") || exportTo.has(namespace);
}

/** The first whose selector fits a client of the rule's namespace, else the last without one. Source: sidecar.go (DestinationRule). */
function ruleForWorkload(rules: readonly MergedDestinationRule[], proxy: MeshProxy): MergedDestinationRule | null {
  const selecting = rules.find(
    ({ namespace, spec }) =>
      namespace === proxy.namespace && spec.workloadSelector !== null && hasLabels(proxy.labels, spec.workloadSelector),
  );
  return selecting ?? rules.findLast(({ spec }) => spec.workloadSelector === null) ?? null;
}
