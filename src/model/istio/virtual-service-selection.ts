import type { VirtualService } from "../../../schema/virtual-service.ts";
import { byAge } from "./by-age.ts";
import type { MergedVirtualService } from "./delegate-merge.ts";
import { mergeDelegates } from "./delegate-merge.ts";
import { importsRoute } from "./egress-hosts.ts";
import type { EgressHosts } from "./egress-hosts.ts";
import { isDiscovered, isOfRevision } from "./is-read.ts";
import type { MeshWorld } from "./mesh-world.ts";
import { readVirtualService } from "./virtual-service-read.ts";
import { compareVisibility, routeExportTo, routeVisibility } from "./virtual-service-visibility.ts";
import type { RouteVisibility } from "./virtual-service-visibility.ts";

export interface SelectedVirtualServices {
  /** In the order in which they win: private ones, exported ones, public ones, and among each the oldest first. */
  readonly selected: readonly MergedVirtualService[];
  /** Why it cannot be told. */
  readonly doubts: readonly string[];
}

/**
 * Of some VirtualServices those that the proxies of a namespace know by a gateway: exported to the namespace, with hosts of their own, and
 * bound to it. With `egress` (for sidecars) only what an egress listener takes in. Source: istio pilot/pkg/model/virtualservice.go
 * (SelectVirtualServices), push_context.go (VirtualServicesForGateway).
 */
export function selectVirtualServices(
  world: MeshWorld,
  objects: Iterable<VirtualService>,
  {
    namespace,
    gateway,
    egress,
  }: { readonly namespace: string; readonly gateway: string; readonly egress: EgressHosts | null },
): SelectedVirtualServices {
  const gap = world.gaps.find(({ what }) => what === "VIRTUAL_SERVICES");
  const doubts: string[] = gap === undefined ? [] : [gap.reason];
  const ranked: { readonly visibility: RouteVisibility; readonly merged: MergedVirtualService }[] = [];
  for (const object of new Set(objects)) {
    if (!isOfRevision(world, object)) continue;
    const own = object.namespace ?? "";
    const read = readVirtualService(object);
    const { hosts, gateways, exportTo } = read.spec;
    if (hosts.length === 0 || !gateways.includes(gateway)) continue;
    if (egress !== null && !importsRoute(egress, own, hosts)) continue;
    const exported = routeExportTo(world, exportTo, own);
    const discovered = isDiscovered(world, own);
    if (discovered === null) doubts.push(`It cannot be told whether the control plane reads namespace ${own}.`);
    if (exported === null)
      doubts.push(
        `Whom VirtualService ${own}/${object.name} is exported to depends on the control plane's version, which is not known.`,
      );
    const visibility = exported === null ? null : routeVisibility(exported, own, namespace);
    if (visibility === null || discovered !== true) continue;
    const merged = mergeDelegates(world, read);
    if (merged.doubt !== null) doubts.push(merged.doubt);
    ranked.push({ visibility, merged });
  }
  const order = ranked.toSorted(
    (a, b) => compareVisibility(a.visibility, b.visibility) || byAge(a.merged.object, b.merged.object),
  );
  return { selected: order.map(({ merged }) => merged), doubts };
}
