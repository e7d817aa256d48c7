import type { DestinationRule } from "../../../schema/destination-rule.ts";
import type { StringMap } from "../../../schema/kubernetes-object.ts";
import { byMergeOrder, ruleExportTo } from "./destination-rule-merge.ts";
import { readDestinationRule } from "./destination-rule-read.ts";
import type { ReadDestinationRule } from "./destination-rule-read.ts";
import type { ClientTls, TrafficPolicy } from "./destination-rule-spec.ts";
import { isWildcardHost } from "./host-name.ts";
import type { MeshProblem, MeshService } from "./mesh-world.ts";
import type { RouteWorld } from "./route-lookup.ts";
import { nameOf, objectOf, routeProblems } from "./route-report.ts";
import type { ReportRoute } from "./route-report.ts";
import { labelPairs } from "../label-selector.ts";

/** Whether any workload of a service has the labels; null when that is not known. */
export type HasWorkload = (service: MeshService, labels: StringMap) => boolean | null;

/** All that is wrong with a DestinationRule: see route-problem-codes.ts. */
export function destinationRuleProblems(
  world: RouteWorld,
  object: DestinationRule,
  hasWorkload: HasWorkload,
): readonly MeshProblem[] {
  const read = readDestinationRule(object);
  const { problems, report } = routeProblems(objectOf("DestinationRule", object));
  const { host } = read.spec;
  const services = isWildcardHost(host) ? world.servicesUnder(host) : world.servicesOf(host);
  const isUnknown = world.gaps.some(({ what }) => what === "SERVICES" || what === "REMOTE_SERVICES");
  if (services.length === 0 && !isUnknown)
    report("DESTINATION_RULE_HOST_NOT_FOUND", `No service has the host ${host}.`);
  subsetProblems(read, services, hasWorkload, report);
  exportProblems(world, read, report);
  conflictProblems(world, read, report);
  tlsProblems(read, report);
  const numbers = new Set(services.flatMap(({ ports }) => ports.map(({ number }) => number)));
  for (const port of portsSet(read))
    if (services.length > 0 && !isUnknown && !numbers.has(port))
      report("PORT_SETTING_NOT_FOUND", `It has settings for port ${port}, which ${host} does not have.`);
  return [...read.problems, ...problems];
}

function subsetProblems(
  { spec }: ReadDestinationRule,
  services: readonly MeshService[],
  hasWorkload: HasWorkload,
  report: ReportRoute,
): void {
  const seen = new Set<string>();
  for (const { name, labels, trafficPolicy } of spec.subsets) {
    if (seen.has(name)) report("DUPLICATE_SUBSET", `Subset ${name} is there twice.`);
    seen.add(name);
    if (Object.keys(labels).length === 0) {
      if (trafficPolicy === null) report("SUBSET_WITHOUT_LABELS", `Subset ${name} has neither labels nor a policy.`);
    } else if (services.length > 0 && services.every((service) => hasWorkload(service, labels) === false))
      report("SUBSET_SELECTS_NOTHING", `Nothing of ${spec.host} has the labels of subset ${name}, ${shown(labels)}.`);
  }
}

function shown(labels: StringMap): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

function exportProblems(world: RouteWorld, { object, spec }: ReadDestinationRule, report: ReportRoute): void {
  const beyond = spec.exportTo.filter((entry) => entry !== "." && entry !== object.namespace);
  if (spec.workloadSelector !== null && beyond.length > 0)
    report("SELECTOR_WITH_EXPORT", `It has a workloadSelector, so it is not exported to ${beyond.join(", ")}.`);
  if (world.gaps.some(({ what }) => what === "NAMESPACES")) return;
  for (const namespace of new Set(spec.exportTo))
    if (![".", "*", "~"].includes(namespace) && world.namespaceLabels(namespace) === null)
      report("EXPORT_NAMESPACE_NOT_FOUND", `exportTo names namespace ${namespace}, which is not there.`);
}

/** Older rules of the same host in the same namespace whose subsets or traffic policy outdo those of this one. */
function conflictProblems(world: RouteWorld, read: ReadDestinationRule, report: ReportRoute): void {
  for (const candidate of world.destinationRulesOf(read.spec.host)) {
    if (candidate.namespace !== read.object.namespace || candidate.name === read.object.name) continue;
    const other = readDestinationRule(candidate);
    if (other.spec.host !== read.spec.host || byMergeOrder(other, read) > 0 || !meet(other, read)) continue;
    const names = new Set(other.spec.subsets.map(({ name }) => name));
    const twice = read.spec.subsets.map(({ name }) => name).filter((name) => names.has(name));
    const lost = [
      ...(twice.length === 0 ? [] : [`subset ${twice.join(", ")}`]),
      ...(read.spec.trafficPolicy === null || other.spec.trafficPolicy === null ? [] : ["the traffic policy"]),
    ];
    if (lost.length === 0) continue;
    const from = objectOf("DestinationRule", candidate);
    report("CONFLICTING_DESTINATION_RULE", `${nameOf(from)} comes first and has ${lost.join(" and ")} too.`, from);
  }
}

/** Whether two rules may be merged: by their selectors and exportTo. */
function meet(a: ReadDestinationRule, b: ReadDestinationRule): boolean {
  const [first, other] = [a, b].map(({ spec }) =>
    labelPairs(spec.workloadSelector ?? {})
      .toSorted()
      .join(),
  );
  const bothOrNone = (a.spec.workloadSelector === null) === (b.spec.workloadSelector === null);
  if (bothOrNone && first !== other) return false;
  const [own, others] = [ruleExportTo(a.spec), ruleExportTo(b.spec)];
  return bothOrNone || (own.size === others.size && [...own].every((entry) => others.has(entry)));
}

function tlsProblems({ spec }: ReadDestinationRule, report: ReportRoute): void {
  for (const [place, tls] of [
    ...tlsOf(spec.trafficPolicy, "trafficPolicy"),
    ...spec.subsets.flatMap(({ name, trafficPolicy }) => tlsOf(trafficPolicy, `subset ${name}`)),
  ]) {
    if (tls.mode !== "SIMPLE" && tls.mode !== "MUTUAL") continue;
    if (tls.credentialName !== "") {
      if (spec.workloadSelector === null)
        report(
          "CREDENTIAL_IGNORED",
          `TLS of ${place} has the credentialName ${tls.credentialName}: sidecars send plain text.`,
        );
    } else if (tls.mode === "MUTUAL" && (tls.clientCertificate === "" || tls.privateKey === ""))
      report("CERTIFICATE_MISSING", `TLS of ${place} has the mode MUTUAL without a certificate and key.`);
  }
}

function tlsOf(policy: TrafficPolicy | null, place: string): readonly (readonly [string, ClientTls])[] {
  if (policy === null) return [];
  return [
    ...(policy.tls === null ? [] : [[place, policy.tls] as const]),
    ...policy.portLevelSettings.flatMap(({ port, tls }) =>
      tls === null ? [] : [[`${place} for port ${port ?? "?"}`, tls] as const],
    ),
  ];
}

function portsSet({ spec }: ReadDestinationRule): ReadonlySet<number> {
  const policies = [spec.trafficPolicy, ...spec.subsets.map(({ trafficPolicy }) => trafficPolicy)];
  return new Set(policies.flatMap((policy) => policy?.portLevelSettings.flatMap(({ port }) => port ?? []) ?? []));
}
