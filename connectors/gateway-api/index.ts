import type { Kind } from "../kubernetes/kind.ts";
import { httpRoute } from "./http-route.ts";
import { kubernetesGateway } from "./kubernetes-gateway.ts";
import { tlsRoute } from "./tls-route.ts";

export const gatewayApiKinds: readonly Kind[] = [kubernetesGateway, httpRoute, tlsRoute];
