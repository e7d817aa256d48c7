import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Entity } from "./entity.ts";
import { DateTime } from "./scalars.ts";
import { SourceError } from "./source-error.ts";

export const WatchPhase = {
  STARTING: "STARTING",
  LISTING: "LISTING",
  WATCHING: "WATCHING",
  POLLING: "POLLING",
  WAITING: "WAITING",
  ABSENT: "ABSENT",
  FORBIDDEN: "FORBIDDEN",
  STOPPED: "STOPPED",
} as const;
export type WatchPhase = (typeof WatchPhase)[keyof typeof WatchPhase];
registerEnumType(WatchPhase, {
  name: "WatchPhase",
  description:
    "What a watch is doing. WAITING: it failed and will try again. ABSENT: the cluster does not serve the resource.",
});

/**
 * One resource of one source. It is an entity so that every replica tells the same freshness and the next owner resumes where the
 * last one stopped, but no Node of the graph: a client reaches it through its source.
 */
@ObjectType({ description: "One resource of one source." })
export class Watch extends Entity {
  readonly cluster: string = "";
  readonly namespace: null = null;
  /** The resource, qualified by its group: `pods`, `serviceentries.networking.istio.io`. */
  readonly name: string = "";
  /** The type name of the entities that the watch brings. */
  readonly type: string = "";
  /** The name of the source that it belongs to. */
  readonly source: string = "";

  @Field(() => WatchPhase)
  readonly phase: WatchPhase = WatchPhase.STARTING;

  @Field(() => DateTime)
  readonly since: Date = new Date(0);

  @Field(() => DateTime, {
    nullable: true,
    description: "When it last spoke: an event, a bookmark or a complete list.",
  })
  readonly lastEventAt: Date | null = null;

  @Field(() => Int, { description: "Objects held." })
  readonly objects: number = 0;

  @Field(() => Int, { description: "Objects that could not be read; of each the last good state is kept." })
  readonly quarantined: number = 0;

  @Field(() => SourceError, { nullable: true })
  readonly error: SourceError | null = null;

  /** True once a whole list was taken in: without it, what is held is not all there is. */
  readonly listed: boolean = false;
  /** Where to watch on from; "" when only a list will do. */
  readonly resourceVersion: string = "";
  /** The fingerprint of the kind that decoded what is held. */
  readonly fingerprint: string = "";

  @Field(() => String)
  get resource(): string {
    return this.name;
  }
}
