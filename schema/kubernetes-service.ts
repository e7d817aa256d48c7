import { Field, ObjectType } from "type-graphql";
import type { StringMap } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";
import { ServicePort } from "./service-port.ts";

@ObjectType({ implements: KubernetesObject, description: "A Service of Kubernetes: one name for many pods." })
export class KubernetesService extends KubernetesObject {
  @Field(() => String, { description: "ClusterIP, NodePort, LoadBalancer or ExternalName." })
  readonly type: string = "";

  @Field(() => [String], { description: "Its virtual addresses; the one word None for a headless service." })
  readonly clusterIPs: readonly string[] = [];

  @Field(() => String, { nullable: true, description: "The DNS name that type ExternalName stands for." })
  readonly externalName: string | null = null;

  @Field(() => [ServicePort], { description: "What it offers." })
  readonly ports: readonly ServicePort[] = [];

  @Field(() => JSONObject, { nullable: true, description: "The labels of its pods. Null: others name its endpoints." })
  readonly selector: StringMap | null = null;
}
