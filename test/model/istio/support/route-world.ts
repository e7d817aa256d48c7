import { DestinationRule } from "../../../../schema/destination-rule.ts";
import { IstioGateway } from "../../../../schema/istio-gateway.ts";
import type { JsonObject, StringMap } from "../../../../schema/kubernetes-object.ts";
import { KubernetesService } from "../../../../schema/kubernetes-service.ts";
import { ServiceEntry } from "../../../../schema/service-entry.ts";
import { VirtualService } from "../../../../schema/virtual-service.ts";
import { fullHost } from "../../../../src/model/istio/host-name.ts";
import { meshServicesOf } from "../../../../src/model/istio/mesh-service.ts";
import type { RouteWorld } from "../../../../src/model/istio/route-lookup.ts";
import type { WorldFields } from "./mesh-world.ts";
import { worldOf } from "./mesh-world.ts";

/** A world that can be asked for routes too. */
export function routeWorldOf(fields: WorldFields): RouteWorld {
  const { objects = [] } = fields;
  const routes = objects.filter((object) => object instanceof VirtualService);
  const services = objects
    .filter((object) => object instanceof ServiceEntry || object instanceof KubernetesService)
    .flatMap((object) => meshServicesOf(object));
  const hostsOf = ({ spec, namespace }: VirtualService): readonly string[] =>
    (Array.isArray(spec["hosts"]) ? spec["hosts"] : [])
      .filter((host): host is string => typeof host === "string")
      .map((host) => fullHost(host, namespace ?? "").toLowerCase());
  const under = (host: string, wildcard: string): boolean => host.endsWith(wildcard.slice(1).toLowerCase());
  return {
    ...worldOf(fields),
    virtualServicesOf: (host) => routes.filter((route) => hostsOf(route).includes(host.toLowerCase())),
    virtualServicesUnder: (wildcard) => routes.filter((route) => hostsOf(route).some((host) => under(host, wildcard))),
    servicesUnder: (wildcard) => services.filter(({ host }) => under(host.toLowerCase(), wildcard)),
  };
}

/** A DestinationRule with any spec. */
export function destinationRule(
  namespace: string,
  name: string,
  spec: JsonObject,
  fields: Partial<DestinationRule> = {},
): DestinationRule {
  const { host = "", exportTo = [] } = spec;
  return Object.assign(new DestinationRule(), { createdSeconds: 1_000, host, exportTo, spec }, fields, {
    cluster: "eu-1",
    namespace,
    name,
  });
}

/** A server of HTTP at port 80 for all hosts unless told otherwise. */
export interface ServerFields {
  readonly port?: number;
  readonly protocol?: string;
  readonly name?: string;
  readonly hosts?: readonly string[];
  readonly tlsMode?: string | null;
}

export function istioGateway(
  namespace: string,
  name: string,
  servers: readonly ServerFields[],
  fields: { readonly selector?: StringMap; readonly createdSeconds?: number } = {},
): IstioGateway {
  return Object.assign(new IstioGateway(), { createdSeconds: 1_000, selector: { app: "gateway" } }, fields, {
    cluster: "eu-1",
    namespace,
    name,
    servers: servers.map(
      ({ port = 80, protocol = "HTTP", name: portName = "http", hosts = ["*"], tlsMode = null }) => ({
        port: { number: port, name: portName, protocol, targetPort: null },
        hosts,
        tlsMode,
      }),
    ),
  });
}
