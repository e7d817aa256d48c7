import { byAge, compareText } from "./by-age.ts";
import { exportedTo } from "./export-to.ts";
import type { ExportedService, HostQuestion } from "./host-question.ts";

/** By age, then by the service's name, which of a ServiceEntry is the host, then by namespace. Source: SortServicesByCreationTime. */
export function sortedServices({ services, reversed }: HostQuestion): readonly ExportedService[] {
  return services.toSorted((a, b) => byAge(aged(a), aged(b)) || byChance(a, b, reversed));
}

function aged({ service }: ExportedService): Parameters<typeof byAge>[0] {
  return { ...service, name: service.origin === "KUBERNETES" ? service.name : service.host };
}

function byChance(a: ExportedService, b: ExportedService, reversed: boolean): number {
  return compareText(a.service.name, b.service.name) * (reversed ? -1 : 1);
}

/** Explicit exports first, then public ones. Source: istio pilot/pkg/model/push_context.go (servicesExportedToNamespace). */
export function exportedServices(sorted: readonly ExportedService[], namespace: string): readonly ExportedService[] {
  const of = (way: "EXPLICIT" | "PUBLIC") =>
    sorted.filter(({ service, exportTo }) => exportedTo(exportTo, service.namespace, namespace) === way);
  return [...of("EXPLICIT"), ...of("PUBLIC")];
}

/** One of each namespace: a Kubernetes Service, else the oldest, seen or not. Source: initServiceRegistry (HostnameAndNamespace). */
export function firstByNamespace(sorted: readonly ExportedService[]): ReadonlyMap<string, ExportedService> {
  const first = new Map<string, ExportedService>();
  for (const claim of sorted) {
    const existing = first.get(claim.service.namespace);
    const replaces = existing?.service.origin !== "KUBERNETES" && claim.service.origin === "KUBERNETES";
    if (existing === undefined || replaces) first.set(claim.service.namespace, claim);
  }
  return first;
}
