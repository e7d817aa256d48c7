import { Field, ObjectType } from "type-graphql";
import { PendingCause } from "./pending-cause.ts";
import { PoolAnswer } from "./pool-answer.ts";
import { DateTime } from "./scalars.ts";

@ObjectType({ description: "Why a pod waits, and which pool would serve it." })
export class PodPending {
  @Field(() => DateTime, { description: "When it began to wait: for a node, or on its node for its containers." })
  readonly since: Date = new Date(0);

  @Field(() => String, { description: "Why, in one word for programs, such as NODE_COMING, NO_POOL_FITS or GATED." })
  readonly reason: string = "";

  @Field(() => String, { description: "Why, for people." })
  readonly message: string = "";

  @Field(() => String, {
    description:
      "OBSERVED: a controller said so. CLASSIFIED: read from its message. SIMULATED: computed from the pools and the pod. UNKNOWN.",
  })
  readonly confidence: string = "UNKNOWN";

  @Field(() => [PendingCause], { description: "What the schedulers said, one for each cause." })
  readonly causes: readonly PendingCause[] = [];

  @Field(() => [PoolAnswer], { description: "Each pool's answer, in the order in which Karpenter tries them." })
  readonly pools: readonly PoolAnswer[] = [];

  @Field(() => [String], { description: "What the simulation does not know; empty where nothing was simulated." })
  readonly assumptions: readonly string[] = [];

  @Field(() => String, { nullable: true, description: "What the scheduler said of making room by preemption." })
  readonly preemption: string | null = null;

  /** Names: in the graph they are edges. */
  readonly cluster: string = "";
  readonly nodeClaimName: string | null = null;
  readonly nodePoolName: string | null = null;
}
