import type { JsonObject, StringMap } from "../../../schema/kubernetes-object.ts";
import type { Sidecar } from "../../../schema/sidecar.ts";
import { byAge } from "./by-age.ts";
import { isDiscovered, isOfRevision } from "./is-read.ts";
import type { MeshProtocol, MeshProxy, MeshWorld } from "./mesh-world.ts";
import { meshProtocol } from "./port-protocol.ts";
import { numberIn, objectIn, objectsIn, stringIn, stringMapIn, stringsIn } from "./read-spec.ts";

/** What governs which services a proxy knows. Without a Sidecar it knows all that is exported to it. */
export type SidecarScope =
  | {
      readonly outcome: "KNOWN";
      readonly sidecar: Sidecar | null;
      /** Why it is this one: one for the workload, one for its namespace, or the one of the root namespace. */
      readonly from: "WORKLOAD" | "NAMESPACE" | "ROOT_NAMESPACE" | "NONE";
      readonly listeners: readonly EgressListener[];
    }
  | { readonly outcome: "UNKNOWN"; readonly reason: string };

/** One egress listener, in the order of the Sidecar. */
export interface EgressListener {
  /** Null for the one that takes all ports that the listeners before it do not. */
  readonly port: { readonly number: number; readonly protocol: MeshProtocol } | null;
  /** An IP address, or `unix://` and a path; "" when Istio chooses. */
  readonly bind: string;
  /** As written, each `namespace/host`. */
  readonly hosts: readonly string[];
}

/** How traffic to a host that a proxy does not know is treated, and where that is said. */
export type OutboundMode =
  | {
      readonly outcome: "KNOWN";
      readonly mode: "ALLOW_ANY" | "REGISTRY_ONLY" | "ALLOW_ANY_DYNAMIC_DNS";
      readonly from: "SIDECAR" | "MESH";
      readonly sidecar: Sidecar | null;
      /** The host that such traffic goes through instead; null when it goes straight out. */
      readonly egressProxyHost: string | null;
    }
  | { readonly outcome: "UNKNOWN"; readonly reason: string };

type SidecarWorld = Pick<MeshWorld, "config" | "gaps" | "namespaceLabels" | "sidecarsOf">;

const EVERYTHING: EgressListener = { port: null, bind: "", hosts: ["*/*"] };

/**
 * The Sidecar that governs a proxy: in its namespace the oldest of those with a selector that fits, else the oldest without; else the
 * oldest without one in the root namespace. An empty selector is one, and fits all. Gateways follow none. Source: istio
 * pilot/pkg/model/push_context.go (initSidecarScopes, doGetSidecarScope).
 */
export function sidecarScopeOf(world: SidecarWorld, proxy: MeshProxy): SidecarScope {
  if (proxy.mode !== "SIDECAR") return scopeWith(null, "NONE");
  const gap = world.gaps.find(({ what }) => what === "SIDECARS");
  if (gap !== undefined) return { outcome: "UNKNOWN", reason: gap.reason };
  const own = sidecarsIn(world, proxy.namespace);
  const root = sidecarsIn(world, world.config.rootNamespace);
  if (own === null) return notTold(proxy.namespace);
  const forWorkload = own.find((sidecar) => hasSelector(sidecar) && fits(sidecar, proxy.labels));
  if (forWorkload !== undefined) return scopeWith(forWorkload, "WORKLOAD");
  const forNamespace = own.find((sidecar) => !hasSelector(sidecar));
  if (forNamespace !== undefined) return scopeWith(forNamespace, "NAMESPACE");
  if (root === null) return notTold(world.config.rootNamespace);
  const forAll = root.find((sidecar) => !hasSelector(sidecar));
  return forAll === undefined ? scopeWith(null, "NONE") : scopeWith(forAll, "ROOT_NAMESPACE");
}

/**
 * The listener that serves a port: the first that names it, or the first without a port when that comes before. Source: istio
 * pilot/pkg/model/sidecar.go (GetEgressListenerForRDS).
 */
export function listenerForPort(listeners: readonly EgressListener[], port: number): EgressListener | null {
  return listeners.find((listener) => listener.port === null || listener.port.number === port) ?? null;
}

/** Whether a listener gives services only with its own port: not where it stands for an HTTP proxy. Source: sidecar.go (needsPortMatch). */
export function matchesPort({ port }: EgressListener): boolean {
  return port !== null && port.number !== 0 && port.protocol !== "HTTP_PROXY";
}

/**
 * The outbound mode in force: the governing Sidecar's whole `outboundTrafficPolicy`, in which a mode that is left out is REGISTRY_ONLY,
 * else the mesh's. It lets through or not; it is no firewall. Source: istio pilot/pkg/model/sidecar.go
 * (initSidecarScopeInternalIndexes).
 */
export function outboundModeOf(world: SidecarWorld, proxy: MeshProxy): OutboundMode {
  if (proxy.mode !== "SIDECAR")
    return { outcome: "UNKNOWN", reason: "An outbound mode is told to sidecars only, not to gateways or ztunnel." };
  const scope = sidecarScopeOf(world, proxy);
  if (scope.outcome === "UNKNOWN") return scope;
  const policy = scope.sidecar === null ? null : objectIn(scope.sidecar.spec, "outboundTrafficPolicy");
  if (policy !== null) return modeOfPolicy(policy, scope.sidecar);
  const mode = modeOf(world.config.outboundMode);
  if (mode === null)
    return { outcome: "UNKNOWN", reason: `The mesh's outbound mode is "${world.config.outboundMode}", which is none.` };
  return { outcome: "KNOWN", mode, from: "MESH", sidecar: null, egressProxyHost: null };
}

function modeOfPolicy(policy: JsonObject, sidecar: Sidecar | null): OutboundMode {
  const said = policy["mode"] ?? "REGISTRY_ONLY";
  const mode = said === 0 ? "REGISTRY_ONLY" : said === 1 ? "ALLOW_ANY" : modeOf(said);
  if (mode === null || mode === "ALLOW_ANY_DYNAMIC_DNS")
    return {
      outcome: "UNKNOWN",
      reason: `The Sidecar's outbound mode is ${JSON.stringify(said)}, which a Sidecar cannot have.`,
    };
  const host = stringIn(objectIn(policy, "egressProxy") ?? {}, "host");
  return { outcome: "KNOWN", mode, from: "SIDECAR", sidecar, egressProxyHost: host === "" ? null : host };
}

function modeOf(said: unknown): "ALLOW_ANY" | "REGISTRY_ONLY" | "ALLOW_ANY_DYNAMIC_DNS" | null {
  return said === "ALLOW_ANY" || said === "REGISTRY_ONLY" || said === "ALLOW_ANY_DYNAMIC_DNS" ? said : null;
}

/** The oldest first; null when it cannot be told whether they are read. */
function sidecarsIn(world: SidecarWorld, namespace: string): readonly Sidecar[] | null {
  const sidecars = world.sidecarsOf(namespace).filter((sidecar) => isOfRevision(world, sidecar));
  if (sidecars.length === 0) return sidecars;
  const discovered = isDiscovered(world, namespace);
  return discovered === null ? null : discovered ? sidecars.toSorted(byAge) : [];
}

function notTold(namespace: string): SidecarScope {
  return {
    outcome: "UNKNOWN",
    reason: `It cannot be told whether the control plane reads the Sidecars of namespace ${namespace}.`,
  };
}

function scopeWith(sidecar: Sidecar | null, from: "WORKLOAD" | "NAMESPACE" | "ROOT_NAMESPACE" | "NONE"): SidecarScope {
  const egress = sidecar === null ? [] : objectsIn(sidecar.spec, "egress");
  const listeners = egress.length === 0 ? [EVERYTHING] : egress.map(listenerIn);
  return { outcome: "KNOWN", sidecar, from, listeners };
}

function listenerIn(egress: JsonObject): EgressListener {
  const port = objectIn(egress, "port");
  return {
    port:
      port === null ? null : { number: numberIn(port, "number"), protocol: meshProtocol(stringIn(port, "protocol")) },
    bind: stringIn(egress, "bind"),
    hosts: stringsIn(egress, "hosts"),
  };
}

function hasSelector({ spec }: Sidecar): boolean {
  return objectIn(spec, "workloadSelector") !== null;
}

function fits({ spec }: Sidecar, labels: StringMap): boolean {
  const selector = stringMapIn(objectIn(spec, "workloadSelector") ?? {}, "labels");
  return Object.entries(selector).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}
