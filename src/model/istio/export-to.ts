import type { MeshService, MeshWorld } from "./mesh-world.ts";
import { appliesToSidecars, serviceEntryVisibility } from "./service-entry-visibility.ts";
import type { SidecarRules } from "./sidecar-rules.ts";

/**
 * To whom a service is exported, for sidecars and gateways: what it says, else the mesh's default, at most as far as the mesh's
 * serviceEntryVisibility lets it. Null when that cannot be told. Source: istio pilot/pkg/model/push_context.go (serviceExportTo,
 * initDefaultExportMaps).
 */
export function exportToOf(world: MeshWorld, service: MeshService, rules: SidecarRules): ReadonlySet<string> | null {
  const { defaultServiceExportTo, serviceEntryVisibility: config } = world.config;
  const byDefault = defaultServiceExportTo.length > 0 ? defaultServiceExportTo : ["*"];
  const said = new Set(service.exportTo.length > 0 ? service.exportTo : byDefault);
  if (said.size === 1 && said.has("~")) return said;
  if (!rules.visibility || config === null || service.origin === "KUBERNETES") return said;
  const applies = appliesToSidecars(config);
  if (applies === false) return said;
  const labels = world.namespaceLabels(service.namespace);
  if (applies === null || (labels === null && world.gaps.some(({ what }) => what === "NAMESPACES"))) return null;
  const visibility = serviceEntryVisibility(config, labels ?? {});
  if (visibility === null || visibility === "PUBLIC") return visibility === null ? null : said;
  const reachesOwn = said.has("*") || said.has(".") || said.has(service.namespace);
  return new Set([visibility === "NAMESPACE" && reachesOwn ? "." : "~"]);
}

/**
 * Whether a namespace finds a service among those exported to it: EXPLICIT ones come before PUBLIC ones. `*` outdoes all else, then `~`.
 * Null: it does not. Source: istio pilot/pkg/model/push_context.go (initServiceRegistry).
 */
export function exportedTo(
  exportTo: ReadonlySet<string>,
  ownNamespace: string,
  namespace: string,
): "EXPLICIT" | "PUBLIC" | null {
  if (exportTo.has("*")) return "PUBLIC";
  if (exportTo.has("~")) return null;
  return exportTo.has(namespace) || (exportTo.has(".") && namespace === ownNamespace) ? "EXPLICIT" : null;
}

/**
 * Whether a namespace may see a service that it was led to by name: here `~` beside a namespace hides nothing. Source: istio
 * pilot/pkg/model/push_context.go (IsServiceVisible).
 */
export function isVisibleTo(exportTo: ReadonlySet<string>, ownNamespace: string, namespace: string): boolean {
  return exportTo.has("*") || exportTo.has(namespace) || (exportTo.has(".") && namespace === ownNamespace);
}
