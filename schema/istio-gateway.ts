import { Field, ObjectType } from "type-graphql";
import { IstioServer } from "./istio-server.ts";
import type { StringMap } from "./kubernetes-object.ts";
import { KubernetesObject, noStrings } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@ObjectType({
  implements: KubernetesObject,
  description: "A Gateway of Istio (networking.istio.io): what a proxy at the edge of a mesh listens for.",
})
export class IstioGateway extends KubernetesObject {
  @Field(() => JSONObject, { description: "The labels of the proxies' pods; empty: every proxy." })
  readonly selector: StringMap = noStrings;

  @Field(() => [IstioServer], { description: "What it listens for." })
  readonly servers: readonly IstioServer[] = [];
}
