import type { Kind } from "../kubernetes/kind.ts";
import { authorizationPolicy } from "./authorization-policy.ts";
import { destinationRule } from "./destination-rule.ts";
import { istioGateway } from "./istio-gateway.ts";
import { istioInjector } from "./istio-injector.ts";
import { istioMeshConfig } from "./istio-mesh-config.ts";
import { peerAuthentication } from "./peer-authentication.ts";
import { serviceEntry } from "./service-entry.ts";
import { sidecar } from "./sidecar.ts";
import { telemetry } from "./telemetry.ts";
import { virtualService } from "./virtual-service.ts";
import { workloadEntry } from "./workload-entry.ts";
import { workloadGroup } from "./workload-group.ts";

export const istioKinds: readonly Kind[] = [
  serviceEntry,
  workloadEntry,
  workloadGroup,
  istioGateway,
  virtualService,
  destinationRule,
  sidecar,
  authorizationPolicy,
  peerAuthentication,
  telemetry,
  istioMeshConfig,
  istioInjector,
];
