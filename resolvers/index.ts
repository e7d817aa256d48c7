import type { NonEmptyArray } from "type-graphql";
import { DestinationRule } from "../schema/destination-rule.ts";
import type { EntityClass } from "../schema/entity.ts";
import { changeResolver } from "./change.ts";
import { ClusterResolver } from "./cluster.ts";
import { IstioGatewayResolver } from "./istio-gateway.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { KubernetesNodeResolver } from "./kubernetes-node.ts";
import { KubernetesObjectEdges } from "./kubernetes-object-edges.ts";
import { KubernetesServiceResolver } from "./kubernetes-service.ts";
import { MeshResolver } from "./mesh.ts";
import { NamespaceResolver } from "./namespace.ts";
import { NetworkPolicyResolver } from "./network-policy.ts";
import { NodeClaimResolver } from "./node-claim.ts";
import { NodePoolResolver } from "./node-pool.ts";
import type { EntityTypes } from "./node.ts";
import { nodeResolver } from "./node.ts";
import { PodResolver } from "./pod.ts";
import { ServiceEntryResolver } from "./service-entry.ts";
import { SourceResolver } from "./source.ts";
import { ViewerResolver } from "./viewer.ts";
import { VirtualServiceResolver } from "./virtual-service.ts";

/** One a type that has an id. A kind without edges needs no file of its own. */
const entityResolvers: readonly (Function & { readonly entity: EntityClass })[] = [
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
  kubernetesObjectResolver(DestinationRule),
  NodePoolResolver,
  NodeClaimResolver,
];

/** The types of the graph that have an id, by name. */
export const entityTypes: EntityTypes = new Map(entityResolvers.map(({ entity }) => [entity.name, entity]));

/** Everything that answers, for the schema to be built from. */
export const resolvers: NonEmptyArray<Function> = [
  nodeResolver(entityTypes),
  changeResolver(entityTypes),
  ViewerResolver,
  KubernetesObjectEdges,
  ...entityResolvers,
];
