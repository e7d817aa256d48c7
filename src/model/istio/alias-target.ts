import type { MeshService, MeshWorld } from "./mesh-world.ts";

/**
 * The host that a Service of type ExternalName stands for in the end; null when it leads back to itself, which counts as no such name.
 * Source: istio pilot/pkg/model/push_context.go (resolveServiceAliases).
 */
export function aliasTargetOf(world: Pick<MeshWorld, "servicesOf">, alias: MeshService): string | null {
  const seen = new Set([alias.host]);
  let target = alias.aliasFor;
  while (target !== null) {
    if (seen.has(target)) return null;
    seen.add(target);
    const name = target;
    const next = world.servicesOf(name).find(({ host, aliasFor }) => host === name && aliasFor !== null);
    if (next === undefined) return name;
    target = next.aliasFor;
  }
  return null;
}
