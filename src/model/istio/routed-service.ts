import { compareText } from "./by-age.ts";
import { isVisibleTo } from "./export-to.ts";
import type { ExportedService, HostListener, HostQuestion } from "./host-question.ts";
import type { PortedService } from "./merge-claims.ts";
import { firstByNamespace } from "./service-order.ts";

/**
 * The service that a route of the listener leads to: of the own namespace, whatever it is exported to, else the best or the first of those
 * that may be seen. Source: istio pilot/pkg/model/sidecar.go (collectImportedServices, pickBestVisibleNamespace,
 * pickFirstVisibleNamespace, serviceMatchingVirtualServicePorts).
 */
export function routedTo(
  sorted: readonly ExportedService[],
  { port, routedPorts }: HostListener,
  question: HostQuestion,
): PortedService | null {
  if (routedPorts === null) return null;
  const first = firstByNamespace(sorted);
  const service = (first.get(question.namespace) ?? visibleOf([...first.values()], question))?.service;
  if (service === undefined) return null;
  if (port === null && (routedPorts.size === 0 || routedPorts.has(0))) return { service, ports: service.ports };
  const ports =
    port === null
      ? service.ports.filter(({ number }) => routedPorts.has(number))
      : service.ports.filter(({ number }) => number === port).slice(0, 1);
  return ports.length === 0 ? null : { service, ports };
}

function visibleOf(
  claims: readonly ExportedService[],
  { namespace, rules, reversed }: HostQuestion,
): ExportedService | undefined {
  const visible = claims
    .filter(({ service, exportTo }) => isVisibleTo(exportTo, service.namespace, namespace))
    .toSorted((a, b) => compareText(a.service.namespace, b.service.namespace));
  if (!rules.bestNamespace) return visible[0];
  const byChoice = reversed ? visible.toReversed() : visible;
  return (
    byChoice.find(({ service }) => service.origin === "KUBERNETES") ??
    byChoice.toSorted((a, b) => a.service.createdSeconds - b.service.createdSeconds)[0]
  );
}
