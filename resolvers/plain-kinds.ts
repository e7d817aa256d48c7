import { ApplicationNetworkPolicy } from "../schema/application-network-policy.ts";
import { AuthorizationPolicy } from "../schema/authorization-policy.ts";
import { DaemonSet } from "../schema/daemon-set.ts";
import { Deployment } from "../schema/deployment.ts";
import { EC2NodeClass } from "../schema/ec2-node-class.ts";
import { EndpointSlice } from "../schema/endpoint-slice.ts";
import { NodeClass } from "../schema/node-class.ts";
import { NodeOverlay } from "../schema/node-overlay.ts";
import { PeerAuthentication } from "../schema/peer-authentication.ts";
import { PodDisruptionBudget } from "../schema/pod-disruption-budget.ts";
import { Sidecar } from "../schema/sidecar.ts";
import { StatefulSet } from "../schema/stateful-set.ts";
import { Telemetry } from "../schema/telemetry.ts";
import { WorkloadEntry } from "../schema/workload-entry.ts";
import { WorkloadGroup } from "../schema/workload-group.ts";
import type { EntityResolver } from "./entity-resolver.ts";
import { problemsOfSidecar } from "./istio-problems.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";

/** The kinds that lead nowhere of their own: a line each. */
export const plainKinds: readonly EntityResolver[] = [
  kubernetesObjectResolver(WorkloadEntry, { plural: "workloadEntries" }),
  kubernetesObjectResolver(WorkloadGroup),
  kubernetesObjectResolver(Sidecar, { problems: problemsOfSidecar }),
  kubernetesObjectResolver(AuthorizationPolicy, { plural: "authorizationPolicies" }),
  kubernetesObjectResolver(PeerAuthentication),
  kubernetesObjectResolver(Telemetry, { plural: "telemetries" }),
  kubernetesObjectResolver(EndpointSlice),
  kubernetesObjectResolver(Deployment),
  kubernetesObjectResolver(StatefulSet),
  kubernetesObjectResolver(DaemonSet),
  kubernetesObjectResolver(PodDisruptionBudget),
  kubernetesObjectResolver(NodeOverlay, { clusterScoped: true }),
  kubernetesObjectResolver(EC2NodeClass, { plural: "ec2NodeClasses", clusterScoped: true }),
  kubernetesObjectResolver(NodeClass, { plural: "nodeClasses", clusterScoped: true }),
  kubernetesObjectResolver(ApplicationNetworkPolicy, { plural: "applicationNetworkPolicies" }),
];
