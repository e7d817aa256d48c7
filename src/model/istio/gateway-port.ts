import type { StringMap } from "../../../schema/kubernetes-object.ts";

/** A port of a Service that has the proxy among its endpoints. */
export interface GatewayServicePort {
  readonly port: number;
  /** Of the proxy: a named one is resolved. */
  readonly targetPort: number;
  /** The Service's. */
  readonly serviceLabels: StringMap;
}

const NO_TRANSLATION = "experimental.istio.io/disable-gateway-port-translation";

/**
 * The port that a proxy listens at for a server: the target port of the first of its Services with the server's port, else that port
 * itself. Source: istio pilot/pkg/model/gateway.go (resolvePorts).
 */
export function listeningPort(serverPort: number, servicePorts: readonly GatewayServicePort[]): number {
  const found = servicePorts.find(
    ({ port, serviceLabels }) => port === serverPort && !Object.hasOwn(serviceLabels, NO_TRANSLATION),
  );
  return found?.targetPort ?? serverPort;
}
