import { aliasTargetOf } from "./alias-target.ts";
import { importsAlias, readEgressHosts } from "./egress-hosts.ts";
import { isWildcardHost, wildcardsOver } from "./host-name.ts";
import { resolveHost } from "./host-winner.ts";
import { readServices } from "./is-read.ts";
import type { MeshPort, MeshProxy, MeshService, MeshWorld } from "./mesh-world.ts";
import type { NamedPort } from "./named-port.ts";
import { atPort, servingListener } from "./named-port.ts";
import { sidecarRules } from "./sidecar-rules.ts";
import { waypointNameOf } from "./waypoint-name.ts";

/** What answers a proxy that asks for a concrete name. */
export interface NameResolution {
  readonly outcome: "ANSWERED" | "NOT_ANSWERED" | "UNKNOWN";
  /** One sentence. */
  readonly reason: string;
  /** The host or the wildcard under which it is found; null unless ANSWERED. */
  readonly via: string | null;
  /** Null unless ANSWERED. */
  readonly service: MeshService | null;
  /** Null when none was asked for, or nothing answers. */
  readonly port: MeshPort | null;
}

/**
 * The service that answers for a concrete name, at a port if one is given: the host of this name that has the port there, else the
 * longest wildcard that has it. In HTTP, short names of Kubernetes Services are of the proxy's namespace, and a headless Service answers
 * for the names of its pods too. Plain TCP goes by address, not by name. Routes of VirtualServices may lead elsewhere. Source: istio
 * pilot/pkg/networking/core/httproute.go (BuildSidecarOutboundVirtualHosts, generateVirtualHostDomains), tls.go, and Envoy's search of
 * domains.
 */
export function resolveName(
  world: MeshWorld,
  proxy: MeshProxy,
  name: string,
  port: NamedPort | null,
  clusterDomain = "cluster.local",
): NameResolution {
  const lower = name.toLowerCase();
  const plain = lower.endsWith(".") ? lower.slice(0, -1) : lower;
  const full = port?.by === "TLS" ? [] : longNamesOf(plain, proxy.namespace, clusterDomain);
  for (const host of new Set([lower, plain, ...full.filter((candidate) => isLikely(world, candidate))])) {
    const answer = answerOf(world, proxy, host, port);
    if (answer !== null) return answer;
  }
  for (const wildcard of new Set([...wildcardsOver(plain), ...wildcardsOver(lower)])) {
    const answer = answerOf(world, proxy, wildcard, port) ?? answerOfHeadless(world, proxy, wildcard, port);
    if (answer !== null) return answer;
  }
  return {
    outcome: "NOT_ANSWERED",
    reason: `Nothing that it knows answers for ${name}.`,
    via: null,
    service: null,
    port: null,
  };
}

/** What a name may be short for. Source: httproute.go (GenerateAltVirtualHosts). */
function longNamesOf(name: string, namespace: string, clusterDomain: string): readonly string[] {
  const labels = name.split(".");
  if (labels.length === 1) return [`${name}.${namespace}.svc.${clusterDomain}`];
  if (labels.length === 2) return [`${name}.svc.${clusterDomain}`];
  return labels.length === 3 && labels[2] === "svc" ? [`${name}.${clusterDomain}`] : [];
}

/** Whether there is such a host, or its namespace, so that what was not read may be it: else every short name would be in doubt. */
function isLikely(world: MeshWorld, host: string): boolean {
  const [, namespace = ""] = host.split(".");
  return world.servicesOf(host).length > 0 || world.namespaceLabels(namespace) !== null;
}

/** Null when nothing answers under this host, in capitals or not: in HTTP, hosts that differ in that only take each other's place. */
function answerOf(world: MeshWorld, proxy: MeshProxy, host: string, port: NamedPort | null): NameResolution | null {
  const spellings = [...new Set(world.servicesOf(host).map((service) => service.host))];
  const known = spellings.filter((spelling) => resolveHost(world, proxy, spelling).outcome === "RESOLVED");
  if (known.length > 1)
    return unknown(`${known.join(" and ")} differ in capitals only: which answers is left to chance.`);
  for (const spelling of spellings) {
    const answer = answerAt(world, proxy, spelling, port);
    if (answer !== null) return answer;
  }
  return gapFor(world, proxy, host, spellings);
}

/** A host that nobody claims may still be one that was not read. */
function gapFor(world: MeshWorld, proxy: MeshProxy, host: string, spellings: readonly string[]): NameResolution | null {
  if (spellings.length > 0) return null;
  const { outcome, reason } = resolveHost(world, proxy, host);
  return outcome === "UNKNOWN" ? unknown(reason) : null;
}

function answerAt(world: MeshWorld, proxy: MeshProxy, host: string, port: NamedPort | null): NameResolution | null {
  const resolution = resolveHost(world, proxy, host);
  if (resolution.outcome === "UNKNOWN") return unknown(resolution.reason);
  const { winner, listeners, reason } = resolution;
  if (port !== null && servingListener(listeners, port)?.port?.protocol === "HTTP_PROXY")
    return unknown(`At port ${port.number} the Sidecar stands for an HTTP proxy: the port is that of the request.`);
  const found = winner !== null && canAnswer(world, proxy, winner) ? atPort(resolution, proxy, port) : null;
  const own: NameResolution | null = found === null ? null : { outcome: "ANSWERED", reason, via: host, ...found };
  const alias = aliasAt(world, host);
  const other = alias === null ? null : answerOfAlias(world, proxy, alias, port);
  if (own !== null && other !== null)
    return unknown(
      `${host} is a host of its own and another name of ${alias?.aliasFor}: Istio leaves to chance which answers.`,
    );
  return own ?? other;
}

/** The Service that makes the host another name of one; whom it is exported to is not asked. */
function aliasAt(world: MeshWorld, host: string): MeshService | null {
  const aliases = world.servicesOf(host).filter((service) => service.host === host && service.resolution === "ALIAS");
  return readServices(world, aliases).read[0] ?? null;
}

/** In ambient a wildcard needs a waypoint that looks up each name. */
function canAnswer(world: MeshWorld, { mode }: MeshProxy, winner: MeshService): boolean {
  if (mode !== "AMBIENT" || !isWildcardHost(winner.host)) return true;
  return winner.resolution === "DYNAMIC_DNS" && waypointNameOf(world, winner) !== null;
}

/** Another name answers where the host that it stands for does, if what takes that in takes the name in too. */
function answerOfAlias(
  world: MeshWorld,
  proxy: MeshProxy,
  alias: MeshService,
  port: NamedPort | null,
): NameResolution | null {
  const target = aliasTargetOf(world, alias);
  if (target === null) return null;
  const resolution = resolveHost(world, proxy, target);
  if (resolution.outcome === "UNKNOWN") return unknown(resolution.reason);
  const exclusions = sidecarRules(world.version, world.flags)[0]?.exclusions ?? true;
  const listeners = resolution.listeners.map(({ listener, services }) => {
    const hosts = readEgressHosts(listener.hosts, proxy.namespace, exclusions);
    const isTaken = services.some(({ service }) => importsAlias(hosts, service.namespace, target, alias.host));
    return { listener, services: isTaken ? services : [] };
  });
  const found = atPort({ ...resolution, listeners }, proxy, port);
  if (found === null) return null;
  return { outcome: "ANSWERED", reason: `It is another name of ${target}.`, via: alias.host, ...found };
}

/** The names of a headless Service's pods are below its own. */
function answerOfHeadless(
  world: MeshWorld,
  proxy: MeshProxy,
  wildcard: string,
  port: NamedPort | null,
): NameResolution | null {
  if (!wildcard.startsWith("*.") || proxy.mode === "GATEWAY" || port?.by === "TLS") return null;
  const host = wildcard.slice(2);
  const isHeadless = world
    .servicesOf(host)
    .some(({ origin, resolution }) => origin === "KUBERNETES" && resolution === "NONE");
  const answer = isHeadless ? answerOf(world, proxy, host, port) : null;
  return answer?.service?.origin === "KUBERNETES" || answer?.outcome === "UNKNOWN" ? answer : null;
}

function unknown(reason: string): NameResolution {
  return { outcome: "UNKNOWN", reason, via: null, service: null, port: null };
}
