import { resolveHostAmbient } from "./ambient-winner.ts";
import { readEgressHosts } from "./egress-hosts.ts";
import { exportToOf } from "./export-to.ts";
import type { HostClaim } from "./host-claim.ts";
import type { ExportedService, HostListener, HostQuestion } from "./host-question.ts";
import type { HostResolution } from "./host-resolution.ts";
import { unknownHost } from "./host-resolution.ts";
import type { HostScope } from "./host-scope.ts";
import { gatewayScopeOf, hostScopeOf } from "./host-scope.ts";
import { readServices } from "./is-read.ts";
import type { MeshProxy, MeshService, MeshWorld } from "./mesh-world.ts";
import type { HostRoutes } from "./routed-ports.ts";
import { portsRoutedTo, routesLeadingTo } from "./routed-ports.ts";
import type { EgressListener } from "./sidecar-scope.ts";
import { matchesPort, sidecarScopeOf } from "./sidecar-scope.ts";
import type { SidecarRules } from "./sidecar-rules.ts";
import { sidecarRules } from "./sidecar-rules.ts";

/**
 * Which service a proxy knows under exactly this hostname, letter for letter, a wildcard included: what it gets clusters for (CDS).
 * Whether something answers there for a concrete name and port is `resolveName`. Where Istio leaves the answer to chance, or it hangs
 * on what is not known, it is UNKNOWN. Sources: host-scope.ts, ambient-winner.ts.
 */
export function resolveHost(world: MeshWorld, proxy: MeshProxy, host: string): HostResolution {
  if (proxy.mode === "AMBIENT") return resolveHostAmbient(world, proxy, host);
  const gap = world.gaps.find(({ what }) => what === "SERVICES");
  if (gap !== undefined) return unknownHost(gap.reason);
  const services = world.servicesOf(host).filter((service) => service.host === host);
  if (!services.some(({ origin }) => origin === "KUBERNETES") && isKubernetesHost(host)) {
    const remote = world.gaps.find(({ what }) => what === "REMOTE_SERVICES");
    if (remote !== undefined) return unknownHost(remote.reason);
  }
  const { read, claims, unknown } = readServices(world, services);
  if (unknown !== null) return unknownHost(unknown);
  if (services.length === 0) return noSuchHost(host);
  const answers = answersOf(world, proxy, host, read);
  if (typeof answers === "string") return unknownHost(answers, claims);
  const [first] = answers;
  if (first === undefined) return unknownHost("The rules of Istio releases before 1.27 are not known.", claims);
  if (answers.some((answer) => effectOf(answer.scope) !== effectOf(first.scope)))
    return unknownHost(reasonOf(answers), [...claimsOf(first.scope), ...claims]);
  return resolutionOf(first, claims, proxy);
}

/** One possible answer, with what it takes for granted. */
interface Answer {
  readonly scope: HostScope;
  readonly listeners: readonly EgressListener[];
  readonly rules: SidecarRules;
  readonly assumption: "RULES" | "ORDER" | "ROUTES" | "GATEWAY" | "NONE";
}

/** Every answer that may be; the first is the one of the latest rules and defaults. A text when there is none, with its reason. */
function answersOf(
  world: MeshWorld,
  proxy: MeshProxy,
  host: string,
  read: readonly MeshService[],
): readonly Answer[] | string {
  const sidecar = sidecarScopeOf(world, proxy);
  if (sidecar.outcome === "UNKNOWN") return sidecar.reason;
  const routes = routesLeadingTo(world, proxy.namespace, host);
  const answers: Answer[] = [];
  for (const [index, rules] of sidecarRules(world.version, world.flags).entries()) {
    const services: ExportedService[] = [];
    for (const service of read) {
      const exportTo = exportToOf(world, service, rules);
      if (exportTo === null) return `It cannot be told to whom ${service.namespace}/${service.name} is exported.`;
      services.push({ service, exportTo });
    }
    for (const reversed of hasTies(read) ? [false, true] : [false])
      for (const { listeners, allRoutes } of listenersOf(proxy, sidecar.listeners, rules, routes)) {
        const question: HostQuestion = { namespace: proxy.namespace, services, listeners, rules, reversed };
        const assumption = index > 0 ? "RULES" : reversed ? "ORDER" : allRoutes ? "ROUTES" : "NONE";
        const shared = { listeners: sidecar.listeners, rules };
        if (proxy.mode === "GATEWAY") {
          answers.push({ ...shared, scope: gatewayScopeOf(question), assumption });
          if (mayShareScope(world)) answers.push({ ...shared, scope: hostScopeOf(question), assumption: "GATEWAY" });
        } else answers.push({ ...shared, scope: hostScopeOf(question), assumption });
      }
  }
  return answers;
}

/** The listeners as they concern the host; where not all VirtualServices are known, a second time as if each listener led to it. */
function listenersOf(
  proxy: MeshProxy,
  listeners: readonly EgressListener[],
  rules: SidecarRules,
  { routes, doubt }: HostRoutes,
): readonly { readonly listeners: readonly HostListener[]; readonly allRoutes: boolean }[] {
  const read = listeners.map((listener): HostListener => {
    const hosts = readEgressHosts(listener.hosts, proxy.namespace, rules.exclusions);
    const port = matchesPort(listener) ? (listener.port?.number ?? null) : null;
    return { hosts, port, routedPorts: portsRoutedTo(routes, hosts) };
  });
  const known = { listeners: read, allRoutes: false };
  if (doubt === null) return [known];
  return [known, { listeners: read.map((listener) => ({ ...listener, routedPorts: new Set([0]) })), allRoutes: true }];
}

/**
 * Whether a gateway may be given what sidecars of its namespace get without any Sidecar: it is when such a one came before it. Source:
 * istio pilot/pkg/model/push_context.go (doGetSidecarScope).
 */
function mayShareScope(world: MeshWorld): boolean {
  const root = sidecarScopeOf(world, { namespace: "", labels: {}, mode: "SIDECAR" });
  return root.outcome === "UNKNOWN" || root.sidecar === null;
}

/** ServiceEntries of one second: their order is that of a hash map. Source: istio serviceentry/controller.go (Services). */
function hasTies(services: readonly MeshService[]): boolean {
  const seen = services.filter(({ origin }) => origin === "SERVICE_ENTRY").map(({ createdSeconds }) => createdSeconds);
  return new Set(seen).size < seen.length;
}

function isKubernetesHost(host: string): boolean {
  return /^[^.*]+\.[^.]+\.svc\./.test(host);
}

/** What of an answer a proxy is given; two answers with the same effect are one. */
function effectOf({ merged }: HostScope): string {
  if (merged === null) return "";
  const { service, ports } = merged;
  const byNumber = ports.map(({ number, protocol }) => `${number}/${protocol}`).toSorted();
  return [
    service.namespace,
    service.origin,
    service.resolution,
    service.location,
    merged.routedOnly,
    ...byNumber,
  ].join();
}

const CHANCE = {
  RULES: "It hangs on the control plane's version and flags, which are not known.",
  ORDER: "It hangs on the order of ServiceEntries that were created in the same second, which Istio leaves to chance.",
  ROUTES: "It hangs on VirtualServices, of which not all are known.",
  GATEWAY: "It hangs on whether a sidecar of the gateway's namespace was served before the gateway was.",
  NONE: "",
} as const;

function reasonOf(answers: readonly Answer[]): string {
  const [first] = answers;
  const other = answers.find(({ scope }) => first !== undefined && effectOf(scope) !== effectOf(first.scope));
  return CHANCE[other?.assumption ?? "NONE"];
}

function claimsOf({ verdicts }: HostScope): readonly HostClaim[] {
  return [...verdicts].map(([service, verdict]) => ({ service, ...verdict }));
}

function resolutionOf({ scope, listeners }: Answer, notRead: readonly HostClaim[], proxy: MeshProxy): HostResolution {
  const { merged, imported } = scope;
  const claims = [...claimsOf(scope), ...notRead];
  const shared = {
    claims,
    listeners:
      proxy.mode === "GATEWAY" ? [] : listeners.map((listener, at) => ({ listener, services: imported[at] ?? [] })),
  };
  if (merged === null) {
    const [claim] = claims;
    const reason =
      claims.length === 1 && claim !== undefined ? claim.reason : `None of the ${claims.length} claims reaches it.`;
    return { outcome: "NOT_VISIBLE", reason, winner: null, ports: [], routedOnly: false, ...shared };
  }
  const { service, ports, routedOnly } = merged;
  const reason = claims.find((claim) => claim.service === service)?.reason ?? "";
  return { outcome: "RESOLVED", reason, winner: service, ports, routedOnly, ...shared };
}

function noSuchHost(host: string): HostResolution {
  return {
    outcome: "NO_SUCH_HOST",
    reason: `Nothing in the mesh has the host ${host}.`,
    winner: null,
    ports: [],
    routedOnly: false,
    claims: [],
    listeners: [],
  };
}
