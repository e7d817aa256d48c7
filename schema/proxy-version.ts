import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "How many proxies of a control plane run one version." })
export class ProxyVersion {
  @Field(() => String, { nullable: true, description: "Such as 1.30.3; null where the image does not tell." })
  readonly version: string | null = null;

  @Field(() => Int, { description: "How many." })
  readonly proxies: number = 0;
}
