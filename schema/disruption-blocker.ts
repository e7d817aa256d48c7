import { Field, ObjectType } from "type-graphql";
import { KubernetesObject } from "./kubernetes-object.ts";
import { DateTime } from "./scalars.ts";

@ObjectType({ description: "One thing that keeps Karpenter from disrupting a node." })
export class DisruptionBlocker {
  @Field(() => String, { description: "What, in one word for programs, such as BUDGET, PDB or NODE_DO_NOT_DISRUPT." })
  readonly code: string = "";

  @Field(() => String, { description: "What, for people." })
  readonly message: string = "";

  @Field(() => String, {
    description:
      "OBSERVED: Karpenter said so. DERIVED: the objects say so. ASSUMED: they do, while something is not known.",
  })
  readonly evidence: string = "";

  @Field(() => DateTime, { nullable: true, description: "When it ends by itself; null when that is not known." })
  readonly until: Date | null = null;

  @Field(() => KubernetesObject, {
    nullable: true,
    description: "What is in the way; null when it is the node itself.",
  })
  readonly object: KubernetesObject | null = null;
}
