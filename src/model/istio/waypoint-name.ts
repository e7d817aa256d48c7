import type { StringMap } from "../../../schema/kubernetes-object.ts";
import type { MeshService, MeshWorld } from "./mesh-world.ts";

/** A waypoint, by the name of its Gateway. */
export interface WaypointName {
  readonly namespace: string;
  readonly name: string;
}

const USE_WAYPOINT = "istio.io/use-waypoint";
const WAYPOINT_NAMESPACE = "istio.io/use-waypoint-namespace";

/**
 * The waypoint that a service asks for in ambient, by its own label or its namespace's; null for none. Whether there is such a Gateway, and
 * whether it lets the service in, is not asked. Source: istio pilot/pkg/serviceregistry/ambient/waypoints.go (fetchWaypointForTarget,
 * GetUseWaypoint).
 */
export function waypointNameOf(world: Pick<MeshWorld, "namespaceLabels">, service: MeshService): WaypointName | null {
  const own = service.object.labels;
  if (Object.hasOwn(own, USE_WAYPOINT)) return nameIn(own, service.namespace);
  return nameIn(world.namespaceLabels(service.namespace) ?? {}, service.namespace);
}

function nameIn(labels: StringMap, ownNamespace: string): WaypointName | null {
  const name = Object.hasOwn(labels, USE_WAYPOINT) ? labels[USE_WAYPOINT] : undefined;
  if (name === undefined || name === "none") return null;
  const namespace = Object.hasOwn(labels, WAYPOINT_NAMESPACE) ? labels[WAYPOINT_NAMESPACE] : undefined;
  return { namespace: namespace ?? ownNamespace, name };
}
