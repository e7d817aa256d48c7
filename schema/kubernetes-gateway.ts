import { Field, ObjectType } from "type-graphql";
import { Condition } from "./condition.ts";
import { GatewayListener } from "./gateway-listener.ts";
import { KubernetesObject } from "./kubernetes-object.ts";

@ObjectType({
  implements: KubernetesObject,
  description: "A gateway of the Kubernetes Gateway API; of Istio's waypoints too.",
})
export class KubernetesGateway extends KubernetesObject {
  @Field(() => String, { description: "Who makes it, such as istio or istio-waypoint." })
  readonly gatewayClassName: string = "";

  @Field(() => [GatewayListener], { description: "Where it listens." })
  readonly listeners: readonly GatewayListener[] = [];

  @Field(() => [String], { description: "Where it can be reached." })
  readonly addresses: readonly string[] = [];

  @Field(() => [Condition], { description: "What its controller says of it: Accepted, Programmed." })
  readonly conditions: readonly Condition[] = [];
}
