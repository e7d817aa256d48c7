import { DEFAULT_REVISION, revisionOf } from "./revision.ts";
import type { Injector } from "./revision.ts";

/**
 * The control plane that governs a workload: that of the revision or tag that its labels name; where they name none, the default one, or the
 * only one that there is. Null when that one is not there.
 */
export function governing<T extends { readonly revision: string }>(
  named: string | null,
  controlPlanes: readonly T[],
  injectors: readonly Injector[],
): T | null {
  const revision = revisionOf(named ?? DEFAULT_REVISION, injectors);
  const found = controlPlanes.find((controlPlane) => controlPlane.revision === revision);
  if (found !== undefined) return found;
  return named === null && controlPlanes.length === 1 ? (controlPlanes[0] ?? null) : null;
}
