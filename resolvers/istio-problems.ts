import { DestinationRule } from "../schema/destination-rule.ts";
import type { EntityClass } from "../schema/entity.ts";
import { IstioGateway } from "../schema/istio-gateway.ts";
import type { KubernetesObject } from "../schema/kubernetes-object.ts";
import { Namespace } from "../schema/namespace.ts";
import { ServiceEntry } from "../schema/service-entry.ts";
import { Sidecar } from "../schema/sidecar.ts";
import { VirtualService } from "../schema/virtual-service.ts";
import { destinationRuleProblems } from "../src/model/istio/destination-rule-problems.ts";
import { gatewayProblems } from "../src/model/istio/gateway-problems.ts";
import { hostConflicts } from "../src/model/istio/host-conflicts.ts";
import type { MeshProblem } from "../src/model/istio/mesh-world.ts";
import type { RouteWorld } from "../src/model/istio/route-lookup.ts";
import { serviceEntryProblems } from "../src/model/istio/service-entry-problems.ts";
import { sidecarProblems } from "../src/model/istio/sidecar-problems.ts";
import { virtualServiceProblems } from "../src/model/istio/virtual-service-problems.ts";
import type { View } from "../src/ports.ts";
import { dataPlaneOfNamespace } from "./data-plane.ts";
import { proxiesOfGateway } from "./gateway-proxies.ts";
import { meshWorldOf } from "./mesh-world.ts";
import type { FoundProblem } from "./problems.ts";
import { hasWorkload } from "./subset-workloads.ts";

const types = new Map<string, EntityClass<KubernetesObject>>(
  [ServiceEntry, VirtualService, DestinationRule, IstioGateway, Sidecar].map((type) => [type.name, type]),
);

/** A ServiceEntry's own problems, and what it has in common with others that have one of its hosts. */
export function problemsOfServiceEntry(view: View, entry: ServiceEntry): readonly FoundProblem[] {
  const world = governingWorld(view, entry);
  const conflicts = [...new Set(entry.hosts.map((host) => host.toLowerCase()))].flatMap((host) =>
    hostConflicts(world.config, world.servicesOf(host), ({ object }) => object === entry),
  );
  return shown(view, entry, [...serviceEntryProblems(world, entry), ...conflicts]);
}

export function problemsOfSidecar(view: View, sidecar: Sidecar): readonly FoundProblem[] {
  return shown(view, sidecar, sidecarProblems(governingWorld(view, sidecar), sidecar));
}

export function problemsOfVirtualService(view: View, route: VirtualService): readonly FoundProblem[] {
  return shown(view, route, virtualServiceProblems(governingWorld(view, route), route));
}

export function problemsOfDestinationRule(view: View, rule: DestinationRule): readonly FoundProblem[] {
  const world = governingWorld(view, rule);
  const found = destinationRuleProblems(world, rule, (service, labels) => hasWorkload(view, service, labels));
  return shown(view, rule, found);
}

export function problemsOfGateway(view: View, gateway: IstioGateway): readonly FoundProblem[] {
  const { flags } = governingWorld(view, gateway);
  return shown(view, gateway, gatewayProblems(gateway, proxiesOfGateway(view, gateway, flags)));
}

/** The cluster as the control plane of the object's namespace has it. */
export function governingWorld(view: View, { cluster, namespace }: KubernetesObject): RouteWorld {
  const home = view.get(Namespace, { cluster, namespace: null, name: namespace ?? "" });
  return meshWorldOf(view, cluster, home === null ? null : dataPlaneOfNamespace(view, home).revision);
}

/** A problem that is with the object itself names no other. */
function shown(view: View, of: KubernetesObject, problems: readonly MeshProblem[]): readonly FoundProblem[] {
  return problems.map(({ code, message, object }) => {
    const type = object === null || isOf(object, of) ? undefined : types.get(object.type);
    const other = type === undefined || object === null ? null : view.get(type, { cluster: of.cluster, ...object });
    return { code, message, object: other };
  });
}

function isOf(object: NonNullable<MeshProblem["object"]>, of: KubernetesObject): boolean {
  return object.type === of.constructor.name && object.namespace === of.namespace && object.name === of.name;
}
