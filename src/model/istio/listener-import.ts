import type { EgressHosts } from "./egress-hosts.ts";
import { importsHost, isExcludedHost, namesHost } from "./egress-hosts.ts";
import { isVisibleTo } from "./export-to.ts";
import type { ClaimVerdict } from "./host-claim.ts";
import type { ExportedService, HostListener, HostQuestion } from "./host-question.ts";
import type { PortedService } from "./merge-claims.ts";
import type { MeshService } from "./mesh-world.ts";
import { exportedServices, firstByNamespace } from "./service-order.ts";

/** The services that a listener takes in by its hosts, in Istio's order. Source: istio pilot/pkg/model/sidecar.go (selectServices). */
export function takenIn(
  sorted: readonly ExportedService[],
  { hosts, port }: HostListener,
  { namespace, rules }: HostQuestion,
  verdicts: Map<MeshService, ClaimVerdict>,
): readonly PortedService[] {
  const isLookup = rules.exactLookup && hosts.allExact;
  const candidates = isLookup ? namedServices(sorted, hosts, namespace) : exportedServices(sorted, namespace);
  return candidates.flatMap(({ service }) => {
    if (isExcludedHost(hosts, service.namespace, service.host)) {
      note(verdicts, service, "EXCLUDED", "The Sidecar leaves its host out with an entry that begins with ~.");
      return [];
    }
    if (!importsHost(hosts, service.namespace, service.host)) return [];
    const ports = port === null ? service.ports : service.ports.filter(({ number }) => number === port).slice(0, 1);
    if (port !== null && ports.length === 0) {
      note(verdicts, service, "NOT_IMPORTED", `The Sidecar takes it in for port ${port} only, which it does not have.`);
      return [];
    }
    return [{ service, ports }];
  });
}

/**
 * One namespace for a host: the proxy's own, else that of a Kubernetes Service, else the first. Source: istio
 * pilot/pkg/model/sidecar.go (selectServices); without the unified scope, Kubernetes Services are not preferred here.
 */
export function ofOneNamespace(
  taken: readonly PortedService[],
  { namespace, rules }: HostQuestion,
  verdicts: Map<MeshService, ClaimVerdict>,
): readonly PortedService[] {
  const preferred =
    taken.find(({ service }) => service.namespace === namespace) ??
    (rules.unifiedScope ? taken.find(({ service }) => service.origin === "KUBERNETES") : undefined) ??
    taken[0];
  if (preferred === undefined) return [];
  for (const { service } of taken)
    if (service.namespace !== preferred.service.namespace)
      note(verdicts, service, "SHADOWED", shadowOf(preferred.service, namespace));
  return taken.filter(({ service }) => service.namespace === preferred.service.namespace);
}

function shadowOf({ namespace, origin }: MeshService, own: string): string {
  if (namespace === own) return `Namespace ${own} itself has a claim, which goes before all others.`;
  return origin === "KUBERNETES"
    ? `A Kubernetes Service of namespace ${namespace} has the host.`
    : `The claim of namespace ${namespace} comes first: one that is exported by name goes before public ones, then the oldest.`;
}

/** One of each namespace that is named with the host, by age. Source: istio pilot/pkg/model/sidecar.go (servicesForExactHosts). */
function namedServices(
  sorted: readonly ExportedService[],
  hosts: EgressHosts,
  namespace: string,
): readonly ExportedService[] {
  const first = firstByNamespace(sorted);
  return sorted.filter(
    (claim) =>
      first.get(claim.service.namespace) === claim &&
      namesHost(hosts, claim.service.namespace, claim.service.host) &&
      isVisibleTo(claim.exportTo, claim.service.namespace, namespace),
  );
}

/** What was said of a claim that won somewhere stays. */
function note(
  verdicts: Map<MeshService, ClaimVerdict>,
  service: MeshService,
  verdict: ClaimVerdict["verdict"],
  reason: string,
): void {
  const before = verdicts.get(service)?.verdict;
  if (before !== "WINS" && before !== "MERGED") verdicts.set(service, { verdict, reason });
}
