import type { NonEmptyArray } from "type-graphql";
import { changeResolver } from "./change.ts";
import { ClusterResolver } from "./cluster.ts";
import { DestinationRuleResolver } from "./destination-rule.ts";
import type { EntityResolver } from "./entity-resolver.ts";
import { federationResolver } from "./federation.ts";
import { ControlPlaneResolver } from "./control-plane.ts";
import { HTTPRouteResolver, TLSRouteResolver } from "./gateway-api-route.ts";
import { HostResolutionResolver } from "./host-resolution.ts";
import { IstioGatewayResolver } from "./istio-gateway.ts";
import { KubernetesGatewayResolver } from "./kubernetes-gateway.ts";
import { KubernetesNodeResolver } from "./kubernetes-node.ts";
import { KubernetesEventResolver } from "./kubernetes-event.ts";
import { KubernetesObjectEdges } from "./kubernetes-object-edges.ts";
import { KubernetesServiceResolver } from "./kubernetes-service.ts";
import { MeshResolver } from "./mesh.ts";
import { NamespaceResolver } from "./namespace.ts";
import { NetworkPolicyPeerResolver } from "./network-policy-peer.ts";
import { NetworkPolicyResolver } from "./network-policy.ts";
import { NodeClaimResolver } from "./node-claim.ts";
import { NodePoolResolver } from "./node-pool.ts";
import type { EntityTypes } from "./node.ts";
import { nodeResolver } from "./node.ts";
import { plainKinds } from "./plain-kinds.ts";
import { PodPendingResolver } from "./pod-pending.ts";
import { PodResolver } from "./pod.ts";
import type { Checks } from "./problems.ts";
import { problemsResolver } from "./problems.ts";
import { ServiceEntryResolver } from "./service-entry.ts";
import { SourceResolver } from "./source.ts";
import { WorkloadResolver } from "./workload.ts";
import { ViewerResolver } from "./viewer.ts";
import { VirtualServiceResolver } from "./virtual-service.ts";

/** One a type that has an id. A kind without edges needs no file of its own: see plain-kinds.ts. */
const entityResolvers: readonly EntityResolver[] = [
  ClusterResolver,
  MeshResolver,
  SourceResolver,
  NamespaceResolver,
  PodResolver,
  KubernetesServiceResolver,
  KubernetesNodeResolver,
  NetworkPolicyResolver,
  ServiceEntryResolver,
  IstioGatewayResolver,
  VirtualServiceResolver,
  DestinationRuleResolver,
  KubernetesGatewayResolver,
  HTTPRouteResolver,
  TLSRouteResolver,
  KubernetesEventResolver,
  NodePoolResolver,
  NodeClaimResolver,
  ...plainKinds,
];

/** The types of the graph that have an id, by name. */
export const entityTypes: EntityTypes = new Map(entityResolvers.map(({ entity }) => [entity.name, entity]));

const checks = new Map(
  entityResolvers.flatMap(({ entity, problems }) => (problems === undefined ? [] : [[entity, problems] as const])),
) as unknown as Checks;

/** Everything that answers, for the schema to be built from. */
export const resolvers: NonEmptyArray<Function> = [
  nodeResolver(entityTypes),
  changeResolver(entityTypes),
  federationResolver(entityTypes),
  ViewerResolver,
  KubernetesObjectEdges,
  problemsResolver(checks),
  WorkloadResolver,
  ControlPlaneResolver,
  NetworkPolicyPeerResolver,
  HostResolutionResolver,
  PodPendingResolver,
  ...entityResolvers,
];
