import { exportedTo } from "./export-to.ts";
import type { ClaimVerdict } from "./host-claim.ts";
import type { ExportedService, HostQuestion } from "./host-question.ts";
import { ofOneNamespace, takenIn } from "./listener-import.ts";
import type { MergedHost, PortedService } from "./merge-claims.ts";
import { addClaim } from "./merge-claims.ts";
import type { MeshService } from "./mesh-world.ts";
import { routedTo } from "./routed-service.ts";
import { exportedServices, sortedServices } from "./service-order.ts";

export interface HostScope {
  readonly merged: MergedHost | null;
  /** What each listener takes in by its hosts: all of one namespace, in Istio's order. */
  readonly imported: readonly (readonly PortedService[])[];
  readonly verdicts: ReadonlyMap<MeshService, ClaimVerdict>;
}

/**
 * Which services of one hostname a sidecar knows: of each listener those that it takes in, of one namespace; then those that its routes
 * lead to; merged in this order. Source: istio pilot/pkg/model/sidecar.go (collectImportedServices, selectServices).
 */
export function hostScopeOf(question: HostQuestion): HostScope {
  const sorted = sortedServices(question);
  const verdicts = new Map<MeshService, ClaimVerdict>(sorted.map((claim) => [claim.service, unseen(claim, question)]));
  const imported: (readonly PortedService[])[] = [];
  let merged: MergedHost | null = null;
  for (const listener of question.listeners) {
    const taken = takenIn(sorted, listener, question, verdicts);
    const chosen = ofOneNamespace(taken, question, verdicts);
    imported.push(chosen);
    for (const claim of chosen) merged = addClaim(merged, claim, question.rules, verdicts);
    const routed = routedTo(sorted, listener, question);
    if (routed !== null) merged = addClaim(merged, { ...routed, routed: true }, question.rules, verdicts);
  }
  return { merged, imported, verdicts };
}

/**
 * What a gateway knows of one hostname: all that is exported to it, without a choice of namespace. Source: istio
 * pilot/pkg/model/sidecar.go (DefaultSidecarScopeForGateway).
 */
export function gatewayScopeOf(question: HostQuestion): HostScope {
  const sorted = sortedServices(question);
  const verdicts = new Map<MeshService, ClaimVerdict>(sorted.map((claim) => [claim.service, unseen(claim, question)]));
  const imported = exportedServices(sorted, question.namespace).map(whole);
  let merged: MergedHost | null = null;
  for (const claim of imported) merged = addClaim(merged, claim, question.rules, verdicts);
  return { merged, imported: [imported], verdicts };
}

function whole({ service }: ExportedService): PortedService {
  return { service, ports: service.ports };
}

/** What is to be said of a claim as long as nothing takes it in. */
function unseen({ service, exportTo }: ExportedService, { namespace }: HostQuestion): ClaimVerdict {
  const isExported = exportedTo(exportTo, service.namespace, namespace) !== null;
  return isExported
    ? { verdict: "NOT_IMPORTED", reason: "No egress listener of the Sidecar takes it in." }
    : { verdict: "NOT_EXPORTED", reason: `It is exported to ${said(exportTo)}, not to namespace ${namespace}.` };
}

function said(exportTo: ReadonlySet<string>): string {
  return [...exportTo]
    .map((entry) => (entry === "." ? "its own namespace" : entry === "~" ? "nobody" : `"${entry}"`))
    .join(", ");
}
