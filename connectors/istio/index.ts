import type { Kind } from "../kubernetes/kind.ts";
import { destinationRule } from "./destination-rule.ts";
import { istioGateway } from "./istio-gateway.ts";
import { istioMeshConfig } from "./istio-mesh-config.ts";
import { serviceEntry } from "./service-entry.ts";
import { virtualService } from "./virtual-service.ts";

export const istioKinds: readonly Kind[] = [
  serviceEntry,
  istioGateway,
  virtualService,
  destinationRule,
  istioMeshConfig,
];
