import { ArgsType, Field } from "type-graphql";

/** Names one object of a cluster-scoped kind. */
@ArgsType()
export class ClusterScopedKeyArgs {
  @Field(() => String, { description: "The cluster's name." })
  readonly cluster!: string;

  @Field(() => String, { description: "The object's name." })
  readonly name!: string;
}

/** Names one object of a kind that is in namespaces. */
@ArgsType()
export class NamespacedKeyArgs {
  @Field(() => String, { description: "The cluster's name." })
  readonly cluster!: string;

  @Field(() => String, { description: "The namespace's name." })
  readonly namespace!: string;

  @Field(() => String, { description: "The object's name." })
  readonly name!: string;
}
