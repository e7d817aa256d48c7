import type { Kind } from "../kind.ts";
import { daemonSet } from "./daemon-set.ts";
import { deployment } from "./deployment.ts";
import { endpointSlice } from "./endpoint-slice.ts";
import { kubernetesEvent } from "./kubernetes-event.ts";
import { kubernetesNode } from "./kubernetes-node.ts";
import { kubernetesService } from "./kubernetes-service.ts";
import { namespace } from "./namespace.ts";
import { networkPolicy } from "./network-policy.ts";
import { podDisruptionBudget } from "./pod-disruption-budget.ts";
import { pod } from "./pod.ts";
import { clusterRole, clusterRoleBinding, role, roleBinding } from "./rbac.ts";
import { statefulSet } from "./stateful-set.ts";

export const kubernetesKinds: readonly Kind[] = [
  namespace,
  pod,
  kubernetesService,
  endpointSlice,
  kubernetesNode,
  deployment,
  statefulSet,
  daemonSet,
  podDisruptionBudget,
  networkPolicy,
  kubernetesEvent,
  role,
  clusterRole,
  roleBinding,
  clusterRoleBinding,
];
