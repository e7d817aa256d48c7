import { Field, ObjectType, registerEnumType } from "type-graphql";

export const PoolVerdict = {
  WOULD_SERVE: "WOULD_SERVE",
  TAINT_NOT_TOLERATED: "TAINT_NOT_TOLERATED",
  REQUIREMENT_CONFLICT: "REQUIREMENT_CONFLICT",
  LIMIT_EXCEEDED: "LIMIT_EXCEEDED",
  POOL_NOT_READY: "POOL_NOT_READY",
  POOL_IS_STATIC: "POOL_IS_STATIC",
  POOL_DELETING: "POOL_DELETING",
  REFUSED: "REFUSED",
  UNKNOWN: "UNKNOWN",
} as const;
export type PoolVerdict = (typeof PoolVerdict)[keyof typeof PoolVerdict];
registerEnumType(PoolVerdict, {
  name: "PoolVerdict",
  description: "What a pool says to a pod.",
  valuesConfig: {
    WOULD_SERVE: { description: "As far as is known, it would make a node for it." },
    TAINT_NOT_TOLERATED: { description: "The pod does not tolerate a taint of its nodes." },
    REQUIREMENT_CONFLICT: { description: "Its nodes do not have a label that the pod demands." },
    LIMIT_EXCEEDED: { description: "It is at its limit." },
    POOL_NOT_READY: { description: "It is not ready." },
    POOL_IS_STATIC: { description: "It keeps a fixed number of nodes." },
    POOL_DELETING: { description: "It is being deleted." },
    REFUSED: { description: "Karpenter said no, for what is not simulated." },
    UNKNOWN: { description: "It cannot be said." },
  },
});

@ObjectType({ description: "What one pool says to a pending pod." })
export class PoolAnswer {
  @Field(() => String, { description: "The pool." })
  readonly name: string = "";

  @Field(() => PoolVerdict, { description: "What it says." })
  readonly verdict: PoolVerdict = PoolVerdict.UNKNOWN;

  @Field(() => String, { nullable: true, description: "The taint, label, resource or condition that decides." })
  readonly subject: string | null = null;

  @Field(() => String, { nullable: true, description: "Why, for people." })
  readonly detail: string | null = null;
}
