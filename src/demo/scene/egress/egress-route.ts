import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { istioObject } from "../mesh/istio-object.ts";
import type { Stage } from "../stage.ts";
import type { ExternalHost } from "./external-host.ts";
import { egress } from "./gateway.ts";
import { hostName, serviceEntry } from "./service-entry.ts";

const gatewayHost = `${egress.service}.${egress.namespace}.svc.cluster.local`;
const gatewayName = `${egress.namespace}/${egress.gateway}`;
const platform = { namespace: egress.namespace, owner: "platform" };

/**
 * Istio's recipe for leaving the mesh through a gateway: pods call port 80, the sidecar takes them to the gateway over mutual TLS, the
 * gateway speaks TLS to the host. It takes a ServiceEntry, a VirtualService with a leg to the gateway and one from it, the gateway's
 * server, a subset of the gateway's own host, and a DestinationRule that makes TLS of the second leg.
 */
export function egressRoutes(stage: Stage): KubeObject[] {
  const { externalHosts } = stage.plan;
  const routed = externalHosts.filter(({ throughEgress }) => throughEgress);
  if (routed.length === 0) return externalHosts.map((external) => serviceEntry(external, stage));
  return [
    ...externalHosts.map((external) => serviceEntry(external, stage)),
    istioObject("Gateway", egress.gateway, platform, stage, {
      selector: egress.selector,
      servers: routed.map((external) => server(external, hostName(external, stage))),
    }),
    istioObject("DestinationRule", egress.service, platform, stage, {
      host: gatewayHost,
      subsets: routed.map((external) => subset(external, hostName(external, stage))),
    }),
    ...routed.map((external) => virtualService(external, stage)),
    ...routed.filter(({ lacksTls }) => lacksTls !== true).map((external) => tlsOrigination(external, stage)),
  ];
}

function server({ name, namespace }: ExternalHost, host: string): JsonObject {
  return {
    port: { number: 443, name: `https-${name}`, protocol: "HTTPS" },
    hosts: [`${namespace}/${host}`],
    tls: { mode: "ISTIO_MUTUAL" },
  };
}

function subset({ name }: ExternalHost, sni: string): JsonObject {
  const portLevelSettings = [{ port: { number: 443 }, tls: { mode: "ISTIO_MUTUAL", sni } }];
  return { name, trafficPolicy: { portLevelSettings } };
}

function virtualService(external: ExternalHost, stage: Stage): KubeObject {
  const host = hostName(external, stage);
  return istioObject("VirtualService", `${external.name}-through-egress`, external, stage, {
    hosts: [host],
    gateways: ["mesh", gatewayName],
    exportTo: [".", egress.namespace],
    http: [
      leg("mesh", 80, { host: gatewayHost, subset: external.name, port: { number: 443 } }),
      leg(gatewayName, 443, { host, port: { number: 443 } }),
    ],
  });
}

function leg(gateway: string, port: number, destination: JsonObject): JsonObject {
  return { match: [{ gateways: [gateway], port }], route: [{ destination, weight: 100 }] };
}

function tlsOrigination(external: ExternalHost, stage: Stage): KubeObject {
  const host = hostName(external, stage);
  return istioObject("DestinationRule", `${external.name}-tls`, external, stage, {
    host,
    exportTo: [".", egress.namespace],
    trafficPolicy: { portLevelSettings: [{ port: { number: 443 }, tls: { mode: "SIMPLE", sni: host } }] },
  });
}
