import type { VirtualService } from "../../../schema/virtual-service.ts";
import type { MergedVirtualService } from "./delegate-merge.ts";
import { readEgressHosts } from "./egress-hosts.ts";
import { hostsMatch, isWildcardHost, wildcardsOver } from "./host-name.ts";
import { resolveHost } from "./host-winner.ts";
import type { MeshProxy, MeshService, MeshWorld } from "./mesh-world.ts";
import type { EgressListener } from "./sidecar-scope.ts";
import { sidecarRules } from "./sidecar-rules.ts";
import { MESH_GATEWAY } from "./virtual-service-read.ts";
import { selectVirtualServices } from "./virtual-service-selection.ts";

/** What routes are read from besides, for wildcards. */
export interface RouteWorld extends MeshWorld {
  /** All whose hostname ends in what follows the `*` of a wildcard, other wildcards included, in capitals or not. */
  servicesUnder(wildcard: string): readonly MeshService[];
  /** All that name such a full host. */
  virtualServicesUnder(wildcard: string): readonly VirtualService[];
}

/** Where routes are looked for: one port of one sidecar, as one egress listener has it. */
export interface RouteQuestion {
  readonly world: RouteWorld;
  readonly proxy: MeshProxy;
  readonly port: number;
  readonly listener: EgressListener;
  /** Takes note of why an answer cannot be told. */
  readonly doubt: (reason: string) => void;
}

/**
 * The services of this hostname, in capitals or not, that the listener takes in and that have the port, in Istio's order; no other port
 * is left on them. Source: istio pilot/pkg/networking/core/httproute.go (BuildSidecarOutboundVirtualHosts).
 */
export function servicesAt(question: RouteQuestion, host: string): readonly MeshService[] {
  const { world, proxy, port, listener, doubt } = question;
  const spellings = new Set(world.servicesOf(host).map((service) => service.host));
  return [...spellings].flatMap((spelling) => {
    const resolution = resolveHost(world, proxy, spelling);
    if (resolution.outcome === "UNKNOWN") doubt(resolution.reason);
    const found = resolution.listeners.find((one) => sameListener(one.listener, listener));
    return (found?.services ?? []).flatMap(({ service, ports }) => {
      const own = ports.filter(({ number }) => number === port).slice(0, 1);
      return own.length === 0 ? [] : [{ ...service, ports: own }];
    });
  });
}

/** Where several have the host, the last one's port counts. */
export function serviceAt(question: RouteQuestion, host: string): MeshService | null {
  return servicesAt(question, host).at(-1) ?? null;
}

/** All of one kind that the listener has at the port, one after the other; hosts that none of the kind has are not looked up. */
export function* servicesAtPort(
  question: RouteQuestion,
  isMeant: (service: MeshService) => boolean,
): Generator<MeshService> {
  const { world, port } = question;
  const known = world.servicesUnder("*").filter((service) => {
    const own = service.ports.filter(({ number }) => number === port).slice(0, 1);
    return own.length > 0 && isMeant({ ...service, ports: own });
  });
  for (const host of new Set(known.map((service) => service.host.toLowerCase())))
    for (const service of servicesAt(question, host)) if (isMeant(service)) yield service;
}

/** The services at the port of which a wildcard covers a part, or which cover a part of it. */
export function servicesMeeting(question: RouteQuestion, wildcard: string): readonly MeshService[] {
  const { world } = question;
  const hosts = [
    ...world.servicesUnder(wildcard),
    ...[...wildcardsOver(wildcard), "*"].flatMap((wider) => world.servicesOf(wider)),
  ].map(({ host }) => host.toLowerCase());
  return [...new Set(hosts)]
    .filter((host) => hostsMatch(host, wildcard))
    .flatMap((host) => serviceAt(question, host) ?? []);
}

/** Every pattern that covers a host, as Istio compares names: itself, and each `*` before an ending of it. */
export function patternsOver(host: string): readonly string[] {
  return [...new Set([host, `*${host}`, ...wildcardsOver(host), "*"])];
}

/** The VirtualServices that the listener takes in with a host that covers this one; for a wildcard also those with a part of it. */
export function routesCovering(question: RouteQuestion, host: string): readonly MergedVirtualService[] {
  const { world, proxy, listener, doubt } = question;
  const objects = [
    ...patternsOver(host).flatMap((pattern) => world.virtualServicesOf(pattern)),
    ...(isWildcardHost(host) ? world.virtualServicesUnder(host) : []),
  ];
  const exclusions = [...new Set(sidecarRules(world.version, world.flags).map((rules) => rules.exclusions))];
  const [first] = exclusions;
  if (first === undefined) doubt("The rules of Istio releases before 1.27 are not known.");
  if (exclusions.length > 1 && listener.hosts.some((entry) => entry.startsWith("~")))
    doubt(
      "Whether the Sidecar's hosts with ~ leave something out depends on the control plane's version, which is not known.",
    );
  const { selected, doubts } = selectVirtualServices(world, objects, {
    namespace: proxy.namespace,
    gateway: MESH_GATEWAY,
    egress: readEgressHosts(listener.hosts, proxy.namespace, first ?? true),
  });
  for (const reason of doubts) doubt(reason);
  return selected;
}

function sameListener(a: EgressListener, b: EgressListener): boolean {
  return a.port?.number === b.port?.number && a.bind === b.bind && a.hosts.join() === b.hosts.join();
}
