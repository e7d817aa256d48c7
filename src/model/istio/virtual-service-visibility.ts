import type { MeshWorld } from "./mesh-world.ts";
import { istioMinor } from "./sidecar-rules.ts";

/** How a namespace comes to see a VirtualService, in the order in which Istio takes them. */
export type RouteVisibility = "PRIVATE" | "EXPORTED" | "PUBLIC";

const ORDER: readonly RouteVisibility[] = ["PRIVATE", "EXPORTED", "PUBLIC"];

export function compareVisibility(a: RouteVisibility, b: RouteVisibility): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}

/**
 * How a namespace sees a VirtualService with this `exportTo`; null when it does not. `*` outdoes all else, then `~`. Source: istio
 * pilot/pkg/model/push_context.go (initVirtualServices).
 */
export function routeVisibility(
  exportTo: ReadonlySet<string>,
  ownNamespace: string,
  namespace: string,
): RouteVisibility | null {
  if (exportTo.has("*")) return "PUBLIC";
  if (exportTo.has("~") || !exportTo.has(namespace)) return null;
  return namespace === ownNamespace ? "PRIVATE" : "EXPORTED";
}

/**
 * To which namespaces a VirtualService is exported: what it says, else the mesh's default, with `.` as its own namespace. Null when the
 * version decides and is not known: before 1.30.3 of a default only `.` and `*` count, and `.` outdoes `*`. Source: istio
 * pilot/pkg/model/virtualservice_controller.go (convertExportToSet, copyDefaultExportToSet), push_context.go (initVirtualServices) at
 * 1.27.0 and 1.30.3.
 */
export function routeExportTo(
  world: Pick<MeshWorld, "config" | "version">,
  exportTo: readonly string[],
  ownNamespace: string,
): ReadonlySet<string> | null {
  if (exportTo.length > 0) return inFull(exportTo, ownNamespace);
  const byDefault = world.config.defaultVirtualServiceExportTo;
  if (byDefault.length === 0) return new Set(["*"]);
  const [first] = byDefault;
  if (byDefault.length === 1 && (first === "." || first === "*" || first === "~"))
    return inFull(byDefault, ownNamespace);
  const wholeList = honorsDefaultList(world.version);
  if (wholeList === null) return null;
  if (wholeList) return inFull(byDefault, ownNamespace);
  return new Set(byDefault.includes(".") ? [ownNamespace] : byDefault.includes("*") ? ["*"] : ["~"]);
}

/**
 * To which namespaces a delegate lets itself be merged: as above, but the default counts whole in every release. Source: istio
 * pilot/pkg/model/virtualservice_controller.go (delegateVirtualServices).
 */
export function delegateExportTo(
  world: Pick<MeshWorld, "config">,
  exportTo: readonly string[],
  ownNamespace: string,
): ReadonlySet<string> {
  const byDefault = world.config.defaultVirtualServiceExportTo;
  return inFull(exportTo.length > 0 ? exportTo : byDefault.length > 0 ? byDefault : ["*"], ownNamespace);
}

function inFull(exportTo: readonly string[], ownNamespace: string): ReadonlySet<string> {
  return new Set(exportTo.map((entry) => (entry === "." ? ownNamespace : entry)));
}

const FIRST_MINOR = 30;
const FIRST_PATCH = 3;

function honorsDefaultList(version: string | null): boolean | null {
  const minor = istioMinor(version);
  if (minor === null || minor !== FIRST_MINOR) return minor === null ? null : minor > FIRST_MINOR;
  const patch = /^v?1\.\d+\.(?<patch>\d+)/.exec(version ?? "")?.groups?.["patch"];
  return patch === undefined ? null : Number(patch) >= FIRST_PATCH;
}
