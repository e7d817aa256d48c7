import type { KubeDraft } from "../../support/kube-wire.ts";

/** A place in a world, `@a/name`: see place-world.ts for what the signs in it become. */
export type Place = string;

export interface DraftPort {
  readonly number: number;
  readonly name: string;
  readonly protocol?: string;
  readonly targetPort?: number;
}

const NETWORKING = "networking.istio.io/v1";

export const http: DraftPort = { number: 9000, name: "http", protocol: "HTTP" };
export const tls: DraftPort = { number: 9001, name: "tls", protocol: "TLS" };
export const tcp: DraftPort = { number: 9002, name: "tcp", protocol: "TCP" };

/** With one HTTP port and one endpoint of its own, unless the rest of the spec says otherwise. */
export function serviceEntry(place: Place, hosts: readonly string[], spec: object = {}): KubeDraft {
  return istio(place, "ServiceEntry", {
    hosts,
    ports: [http],
    location: "MESH_EXTERNAL",
    resolution: "STATIC",
    ...spec,
  });
}

export function virtualService(place: Place, hosts: readonly string[], spec: object): KubeDraft {
  return istio(place, "VirtualService", { ...(hosts.length > 0 && { hosts }), ...spec });
}

export function destinationRule(place: Place, host: string, spec: object): KubeDraft {
  return istio(place, "DestinationRule", { host, ...spec });
}

/** A Sidecar with one listener for everything, which takes in these hosts. */
export function sidecar(place: Place, hosts: readonly string[], spec: object = {}): KubeDraft {
  return istio(place, "Sidecar", { egress: [{ hosts }], ...spec });
}

export function gateway(place: Place, hosts: readonly string[], port: object): KubeDraft {
  return istio(place, "Gateway", { selector: { istio: "egressgateway" }, servers: [{ hosts, port }] });
}

/** With one endpoint of its own in an EndpointSlice. */
export function service(
  place: Place,
  spec: { readonly ports?: readonly object[]; readonly [key: string]: unknown } = {},
  annotations: Readonly<Record<string, string>> = {},
): KubeDraft {
  const ports = [{ name: "http", port: 9000 }];
  const { namespace, name } = split(place);
  return { apiVersion: "v1", kind: "Service", metadata: { namespace, name, annotations }, spec: { ports, ...spec } };
}

/** With a sidecar: it is asked what it is told. */
export function pod(place: Place, labels: Readonly<Record<string, string>>): KubeDraft {
  const { namespace, name } = split(place);
  const containers = [
    { name: "app", image: "app:1" },
    { name: "istio-proxy", image: "docker.io/istio/proxyv2:1.31.0" },
  ];
  return { apiVersion: "v1", kind: "Pod", metadata: { namespace, name, labels }, spec: { containers } };
}

export function httpTo(host: string, more: object = {}): object {
  return { route: [{ destination: { host } }], ...more };
}

function istio(place: Place, kind: string, spec: object): KubeDraft {
  const { namespace, name } = split(place);
  return { apiVersion: NETWORKING, kind, metadata: { namespace, name }, spec };
}

function split(place: Place): { readonly namespace: string; readonly name: string } {
  const [namespace = "", name = ""] = place.split("/");
  return { namespace, name };
}
