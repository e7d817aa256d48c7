import { createGatewayRuntime } from "@graphql-hive/gateway-runtime";
import http from "@graphql-mesh/transport-http";

/** JavaScript, because the types of the router's packages change those of graphql and of Node for all that is checked with them. */
export function createRouterRuntime(supergraph) {
  return createGatewayRuntime({
    supergraph,
    logging: false,
    transports: { http },
    transportEntries: { meshgraph: { options: { method: "POST" } } },
    __experimental__batchDelegateOptions: { maxBatchSize: 200 },
  });
}
