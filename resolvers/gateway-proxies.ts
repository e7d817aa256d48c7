import { IstioGateway } from "../schema/istio-gateway.ts";
import type { StringMap } from "../schema/kubernetes-object.ts";
import { KubernetesService } from "../schema/kubernetes-service.ts";
import { Pod } from "../schema/pod.ts";
import type { GatewayServicePort } from "../src/model/istio/gateway-port.ts";
import type { GatewayProxies } from "../src/model/istio/gateway-problems.ts";
import { gatewaysOfProxy, mayServe } from "../src/model/istio/gateway-selection.ts";
import { labelPairs, selectorOfMap } from "../src/model/label-selector.ts";
import type { View } from "../src/ports.ts";
import { isRead } from "./is-read.ts";
import { servicesOf } from "./kubernetes-service.ts";
import { podsSelectedBy } from "./pod-selection.ts";

/** The proxies that a Gateway is for. */
export function podsOfGateway(view: View, { cluster, selector }: IstioGateway): readonly Pod[] {
  return Object.keys(selector).length === 0
    ? []
    : view.all(Pod, podsSelectedBy(selectorOfMap(selector), cluster, null));
}

/** The proxies of a Gateway, like ones together; null when it hangs on what is not known, or the Gateway is for every proxy. */
export function proxiesOfGateway(
  view: View,
  gateway: IstioGateway,
  flags: StringMap | null,
): readonly GatewayProxies[] | null {
  const isKnown = [Pod, KubernetesService, IstioGateway].every((type) => isRead(view, type, gateway.cluster));
  if (!isKnown || Object.keys(gateway.selector).length === 0) return null;
  const pods = podsOfGateway(view, gateway).filter(
    ({ namespace }) => mayServe(gateway, namespace ?? "", flags) !== false,
  );
  const alike = Map.groupBy(pods, ({ namespace, labels }) => [namespace, ...labelPairs(labels).toSorted()].join("\n"));
  const all = view.all(IstioGateway, { clusters: [gateway.cluster] });
  const proxies: GatewayProxies[] = [];
  for (const [pod] of alike.values()) {
    if (pod === undefined) continue;
    const gateways = gatewaysOfProxy(all, { namespace: pod.namespace ?? "", labels: pod.labels }, flags);
    if (gateways === null) return null;
    proxies.push({ gateways, servicePorts: servicePortsOf(view, pod) });
  }
  return proxies;
}

function servicePortsOf(view: View, pod: Pod): readonly GatewayServicePort[] {
  return servicesOf(view, pod).flatMap(({ ports, labels }) =>
    ports.map(({ port, targetPort }) => ({
      port,
      targetPort: numberOf(targetPort, pod) ?? port,
      serviceLabels: labels,
    })),
  );
}

/** A target port goes by number or by the name that a container of the pod gives it. */
function numberOf(targetPort: string | null, { containers }: Pod): number | null {
  if (targetPort === null) return null;
  if (/^\d+$/.test(targetPort)) return Number(targetPort);
  const named = containers.flatMap(({ ports }) => ports).find(({ name }) => name === targetPort);
  return named?.containerPort ?? null;
}
