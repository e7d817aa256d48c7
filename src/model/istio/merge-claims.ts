import type { StringMap } from "../../../schema/kubernetes-object.ts";
import type { ClaimVerdict } from "./host-claim.ts";
import type { MeshPort, MeshService } from "./mesh-world.ts";
import type { SidecarRules } from "./sidecar-rules.ts";

/** A service, with the ports of it that are in question. */
export interface PortedService {
  readonly service: MeshService;
  readonly ports: readonly MeshPort[];
}

/** What a proxy knows of a hostname: one service, with ports that others may have added. */
export interface MergedHost extends PortedService {
  /** Whether it is known only since a route leads to it: then nothing answers for the host itself. */
  readonly routedOnly: boolean;
}

/**
 * Adds one more claim to what a proxy knows of a hostname. A Kubernetes Service replaces what is none and is merged with none; else ports
 * are merged, where all else is equal. Source: istio pilot/pkg/model/sidecar.go (appendSidecarServices, canMergeServices).
 */
export function addClaim(
  before: MergedHost | null,
  claim: PortedService & { readonly routed?: boolean },
  rules: SidecarRules,
  verdicts: Map<MeshService, ClaimVerdict>,
): MergedHost {
  const { service, ports, routed: routedOnly = false } = claim;
  const wins = { verdict: "WINS", reason: routedOnly ? "A route leads to it." : "It is the first claim." } as const;
  if (before === null) {
    verdicts.set(service, wins);
    return { service, ports, routedOnly };
  }
  if (before.service.origin !== "KUBERNETES" && service.origin === "KUBERNETES") {
    for (const [claimed, { verdict }] of verdicts)
      if (verdict === "WINS" || verdict === "MERGED")
        verdicts.set(claimed, shadowed("A Kubernetes Service has the host, which replaces all that is none."));
    verdicts.set(service, { verdict: "WINS", reason: "It is a Kubernetes Service, which replaces all that is none." });
    return { service, ports, routedOnly: routedOnly && before.routedOnly };
  }
  const known = { ...before, routedOnly: routedOnly && before.routedOnly };
  const obstacle = obstacleToMerge(before.service, service, rules);
  const added = ports.filter(({ number }) => before.ports.every((port) => port.number !== number));
  if (obstacle === null && added.length > 0) {
    if (service !== before.service)
      verdicts.set(service, {
        verdict: "MERGED",
        reason: `It adds port ${added.map(({ number }) => number).join(", ")} to ${titleOf(before.service)}.`,
      });
    return { ...known, ports: [...before.ports, ...added] };
  }
  if (service !== before.service && verdicts.get(service)?.verdict !== "MERGED")
    verdicts.set(service, shadowed(obstacle ?? `${titleOf(before.service)} has all its ports already.`));
  return known;
}

function shadowed(reason: string): ClaimVerdict {
  return { verdict: "SHADOWED", reason };
}

function titleOf({ origin, name }: MeshService): string {
  return `${origin === "KUBERNETES" ? "Service" : "ServiceEntry"} ${name}`;
}

/** Null where ports may be merged. */
function obstacleToMerge(first: MeshService, other: MeshService, rules: SidecarRules): string | null {
  if (first === other) return null;
  const differs =
    first.namespace !== other.namespace
      ? "namespace"
      : first.resolution !== other.resolution
        ? "resolution"
        : first.origin !== other.origin
          ? "kind"
          : !sameMap(labelsOf(first, rules), labelsOf(other, rules))
            ? "labels"
            : !sameMap(first.selector ?? {}, other.selector ?? {})
              ? "workloadSelector"
              : !sameSet(new Set(first.exportTo), new Set(other.exportTo))
                ? "exportTo"
                : null;
  return differs === null ? null : `${titleOf(first)} came first, and differs from it in ${differs}.`;
}

const CANONICAL_NAME = "service.istio.io/canonical-name";
const CANONICAL_REVISION = "service.istio.io/canonical-revision";

/** Source: istio serviceentry/conversion.go (ensureCanonicalServiceLabels), pkg/kube/labels (CanonicalService). */
function labelsOf({ object, origin, location, name }: MeshService, { canonicalLabels }: SidecarRules): StringMap {
  const { labels } = object;
  if (!canonicalLabels || origin === "KUBERNETES" || location === "MESH_INTERNAL") return labels;
  const first = (keys: readonly string[], otherwise: string): string =>
    keys.map((key) => (Object.hasOwn(labels, key) ? labels[key] : undefined)).find((value) => value !== undefined) ??
    otherwise;
  return {
    ...labels,
    [CANONICAL_NAME]: first([CANONICAL_NAME, "app.kubernetes.io/name", "app"], name),
    [CANONICAL_REVISION]: first([CANONICAL_REVISION, "app.kubernetes.io/version", "version"], "latest"),
  };
}

function sameMap(a: StringMap, b: StringMap): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}
