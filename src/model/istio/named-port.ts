import type { HostResolution } from "./host-resolution.ts";
import type { PortedService } from "./merge-claims.ts";
import type { MeshPort, MeshProxy, MeshService } from "./mesh-world.ts";
import { isDetected, isHttp, isTls } from "./port-protocol.ts";
import type { EgressListener } from "./sidecar-scope.ts";
import { listenerForPort } from "./sidecar-scope.ts";

/** A port, and how a service is told from others there: by the host of a request, or by the server name of a TLS connection. */
export interface NamedPort {
  readonly number: number;
  readonly by: "HTTP" | "TLS";
}

/** What answers at a port. */
export interface Found {
  readonly service: MeshService;
  readonly port: MeshPort | null;
}

/**
 * The service that answers under a resolved host at a port; of several that a listener takes in the last with the port does, whatever it
 * speaks. Null when none does, or goes by that kind of name. Source: istio pilot/pkg/networking/core/httproute.go
 * (BuildSidecarOutboundVirtualHosts).
 */
export function atPort(
  { winner, ports, listeners }: HostResolution,
  { mode }: MeshProxy,
  port: NamedPort | null,
): Found | null {
  if (winner === null) return null;
  if (mode !== "SIDECAR")
    return port !== null
      ? portOf({ service: winner, ports }, port)
      : isAlias(winner)
        ? null
        : { service: winner, port };
  if (port === null) {
    const answers = listeners.flatMap(({ services }) => services.filter(({ service }) => !isAlias(service)));
    const [first] = answers;
    return first === undefined ? null : { service: isAlias(winner) ? first.service : winner, port: null };
  }
  const serving = servingListener(listeners, port);
  const services = listeners.find(({ listener }) => listener === serving)?.services ?? [];
  const last = services.findLast((candidate) => candidate.ports.some(({ number }) => number === port.number));
  return last === undefined ? null : portOf(last, port);
}

function portOf({ service, ports }: PortedService, { number, by }: NamedPort): Found | null {
  const found = ports.find((port) => port.number === number);
  return found === undefined || isAlias(service) || !goesBy(found, by) ? null : { service, port: found };
}

export function servingListener(listeners: HostResolution["listeners"], { number }: NamedPort): EgressListener | null {
  return listenerForPort(
    listeners.map(({ listener }) => listener),
    number,
  );
}

/** What is another name only answers where the host does that it stands for. */
function isAlias({ resolution }: MeshService): boolean {
  return resolution === "ALIAS";
}

function goesBy({ protocol }: MeshPort, by: "HTTP" | "TLS"): boolean {
  return by === "TLS" ? isTls(protocol) : isHttp(protocol) || isDetected(protocol);
}
