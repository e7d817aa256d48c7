import type { VirtualService } from "../../../schema/virtual-service.ts";
import { byAge } from "./by-age.ts";
import { mergeDelegates } from "./delegate-merge.ts";
import { serverHosts } from "./gateway-hosts.ts";
import { hostsMatch, isWildcardHost } from "./host-name.ts";
import type { MeshProblem } from "./mesh-world.ts";
import { stringsIn } from "./read-spec.ts";
import type { RouteWorld } from "./route-lookup.ts";
import { nameOf, objectOf, routeProblems } from "./route-report.ts";
import type { ReportRoute } from "./route-report.ts";
import { ruleProblems } from "./virtual-service-rule-problems.ts";
import { targetProblems } from "./virtual-service-target-problems.ts";
import { MESH_GATEWAY, readVirtualService } from "./virtual-service-read.ts";
import type { ReadVirtualService } from "./virtual-service-read.ts";
import { routeExportTo } from "./virtual-service-visibility.ts";

/** All that is wrong with a VirtualService: see route-problem-codes.ts. */
export function virtualServiceProblems(world: RouteWorld, object: VirtualService): readonly MeshProblem[] {
  const read = readVirtualService(object);
  const own = objectOf("VirtualService", object);
  const { problems, report } = routeProblems(own);
  const { hosts, gateways, http, tls, tcp } = read.spec;
  if (http.length + tls.length + tcp.length === 0) report("VIRTUAL_SERVICE_EMPTY", `${nameOf(own)} has no rules.`);
  exportProblems(world, read, report);
  ruleProblems(read.spec, report);
  if (hosts.length === 0) {
    if (stringsIn(object.spec, "gateways").length + tls.length + tcp.length > 0)
      report("DELEGATE_WITH_GATEWAYS", `${nameOf(own)} has no hosts; its gateways, tls and tcp are ignored.`);
    return [...read.problems, ...problems];
  }
  const merged = mergeDelegates(world, read);
  hostProblems(world, read, report);
  for (const gateway of new Set(gateways)) {
    if (gateway !== MESH_GATEWAY) gatewayProblems(world, read, gateway, report);
    conflictProblems(world, read, gateway, report);
  }
  targetProblems(world, own.namespace, merged.spec, report);
  return [...merged.problems, ...problems];
}

function exportProblems(world: RouteWorld, { spec }: ReadVirtualService, report: ReportRoute): void {
  if (world.gaps.some(({ what }) => what === "NAMESPACES")) return;
  for (const namespace of new Set(spec.exportTo))
    if (![".", "*", "~"].includes(namespace) && world.namespaceLabels(namespace) === null)
      report("EXPORT_NAMESPACE_NOT_FOUND", `exportTo names namespace ${namespace}, which is not there.`);
}

function hostProblems(world: RouteWorld, { spec }: ReadVirtualService, report: ReportRoute): void {
  const { hosts, gateways } = spec;
  for (const [at, host] of hosts.entries())
    for (const other of hosts.slice(at + 1))
      if (hostsMatch(host, other)) report("VIRTUAL_SERVICE_DUPLICATE_HOST", `Its hosts ${host} and ${other} overlap.`);
  if (!gateways.includes(MESH_GATEWAY)) return;
  if (hosts.includes("*")) report("MESH_HOST_EVERYTHING", "It has the host *, which sidecars cannot route.");
  for (const host of hosts) {
    if (isWildcardHost(host)) {
      if (world.servicesUnder(host).length > 0) continue;
    } else if (world.servicesOf(host).length > 0) continue;
    const isElsewhere = world.gaps.some(({ what }) => what === "SERVICES" || what === "REMOTE_SERVICES");
    if (!isElsewhere) report("VIRTUAL_SERVICE_HOST_NOT_FOUND", `No service has the host ${host}.`);
  }
}

function gatewayProblems(
  world: RouteWorld,
  { object, spec }: ReadVirtualService,
  name: string,
  report: ReportRoute,
): void {
  const slash = name.indexOf("/");
  const place = name.slice(0, slash);
  const gateway = world.gateway(place, name.slice(slash + 1));
  if (gateway === null) {
    report("GATEWAY_NOT_FOUND", `It names the Gateway ${name}, which is not there.`);
    return;
  }
  const offered = gateway.servers
    .flatMap(({ hosts }) => serverHosts(hosts, place))
    .filter(({ namespace }) => namespace === null || namespace === (object.namespace ?? ""));
  if (!offered.some(({ host }) => spec.hosts.some((other) => hostsMatch(host, other))))
    report("HOST_NOT_IN_GATEWAY", `Gateway ${name} has none of the hosts ${spec.hosts.join(", ")}.`);
}

/**
 * Others with the same host, letter for letter, at the same gateway, that some namespace sees too; the older one goes first there, unless
 * one is seen by name and the other by all.
 */
function conflictProblems(world: RouteWorld, read: ReadVirtualService, gateway: string, report: ReportRoute): void {
  const { object, spec } = read;
  const own = routeExportTo(world, spec.exportTo, object.namespace ?? "");
  for (const host of new Set(spec.hosts))
    for (const candidate of world.virtualServicesOf(host)) {
      if (candidate === object || sameObject(candidate, object)) continue;
      const other = readVirtualService(candidate);
      if (!other.spec.hosts.includes(host) || !other.spec.gateways.includes(gateway)) continue;
      const exported = routeExportTo(world, other.spec.exportTo, candidate.namespace ?? "");
      if (own === null || exported === null || !overlap(own, exported)) continue;
      const [first] = [object, candidate].toSorted(byAge);
      const where = gateway === MESH_GATEWAY ? "for sidecars" : `at Gateway ${gateway}`;
      const name = nameOf(objectOf("VirtualService", candidate));
      report(
        "CONFLICTING_HOST",
        `${name} has the host ${host} ${where} too, and was created ${first === candidate ? "before" : "after"} it.`,
        objectOf("VirtualService", candidate),
      );
    }
}

function sameObject(a: VirtualService, b: VirtualService): boolean {
  return a.namespace === b.namespace && a.name === b.name;
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (isHidden(a) || isHidden(b)) return false;
  return a.has("*") || b.has("*") || [...a].some((entry) => b.has(entry));
}

function isHidden(exportTo: ReadonlySet<string>): boolean {
  return exportTo.has("~") && !exportTo.has("*");
}
