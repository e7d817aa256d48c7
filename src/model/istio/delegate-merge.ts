import type { MeshProblem, MeshWorld } from "./mesh-world.ts";
import { joinNames, mergeMatches } from "./delegate-match.ts";
import { isDiscovered, isOfRevision } from "./is-read.ts";
import { delegateExportTo } from "./virtual-service-visibility.ts";
import { readVirtualService } from "./virtual-service-read.ts";
import type { ReadVirtualService } from "./virtual-service-read.ts";
import type { HttpRoute } from "./virtual-service-spec.ts";

/** A VirtualService with the routes of its delegates in place. */
export interface MergedVirtualService extends ReadVirtualService {
  /** Why it cannot be told, or null. */
  readonly doubt: string | null;
}

/**
 * Puts the routes of delegates in the place of those that lead to them. A delegate is a VirtualService without hosts; it must be exported
 * to the root's namespace. A delegate of a delegate is not followed, so that there are no cycles: what one of its routes delegates is
 * a route to nowhere. Source: istio pilot/pkg/model/virtualservice_controller.go (mergeVirtualServices), virtualservice.go
 * (mergeHTTPRoute).
 */
export function mergeDelegates(world: MeshWorld, root: ReadVirtualService): MergedVirtualService {
  const namespace = root.object.namespace ?? "";
  const problems: MeshProblem[] = [...root.problems];
  const doubts: string[] = [];
  const routes = root.spec.http.flatMap((route, at): readonly HttpRoute[] => {
    if (route.delegate === null) return [route];
    const place = route.delegate.namespace === "" ? namespace : route.delegate.namespace;
    const { name } = route.delegate;
    const report = (code: string, what: string): readonly HttpRoute[] => {
      const message = `Route ${at} of VirtualService ${namespace}/${root.object.name} is delegated to ${place}/${name}, ${what}.`;
      problems.push({ code, message, object: { type: "VirtualService", namespace: place, name } });
      return [];
    };
    const object = world.virtualService(place, name);
    if (object === null || !isOfRevision(world, object)) return report("DELEGATE_NOT_FOUND", "which is not there");
    const read = isDiscovered(world, place);
    if (read === null) doubts.push(`It cannot be told whether the control plane reads namespace ${place}.`);
    if (read === false) return report("DELEGATE_NOT_FOUND", "whose namespace the control plane does not look at");
    const delegate = readVirtualService(object);
    problems.push(...delegate.problems);
    if (delegate.spec.hosts.length > 0) return report("DELEGATE_HAS_HOSTS", "which has hosts and so is no delegate");
    const exportTo = delegateExportTo(world, delegate.spec.exportTo, place);
    if (!exportTo.has("*") && !exportTo.has(namespace))
      return report("DELEGATE_NOT_EXPORTED", `which is not exported to ${namespace}`);
    return delegate.spec.http.flatMap((below, index) => {
      const merged = mergeRoutes(route, below);
      if (merged === null)
        return report("DELEGATE_ROUTE_CONFLICT", `whose route ${index} matches what the root's route does not`);
      if (below.delegate !== null)
        report("DELEGATE_OF_DELEGATE", `whose route ${index} is delegated too, which is ignored`);
      return [merged];
    });
  });
  return { ...root, spec: { ...root.spec, http: routes }, problems, doubt: doubts[0] ?? null };
}

/** Null when their matches conflict. */
function mergeRoutes(root: HttpRoute, leaf: HttpRoute): HttpRoute | null {
  const match = mergeMatches(root.match, leaf.match);
  if (match === null) return null;
  return {
    ...leaf,
    name: joinNames(root.name, leaf.name),
    match,
    rewrite: leaf.rewrite ?? root.rewrite,
    directResponse: leaf.directResponse ?? root.directResponse,
    mirror: leaf.mirror ?? root.mirror,
    mirrorPercentage: leaf.mirrorPercentage ?? root.mirrorPercentage,
    mirrorPercent: leaf.mirrorPercent ?? root.mirrorPercent,
    mirrors: leaf.mirrors.length > 0 ? leaf.mirrors : root.mirrors,
    delegate: null,
  };
}
