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
  description: "What a watch is doing.",
  valuesConfig: {
    STARTING: { description: "It has not asked yet." },
    LISTING: { description: "It is reading all there is." },
    WATCHING: { description: "It is told of changes as they happen." },
    POLLING: { description: "It asks again and again." },
    WAITING: { description: "It failed and will try again." },
    ABSENT: { description: "The cluster does not serve the resource." },
    FORBIDDEN: { description: "The gateway may not read the resource." },
    STOPPED: { description: "It has ended." },
  },
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

  @Field(() => WatchPhase, { description: "What it is doing." })
  readonly phase: WatchPhase = WatchPhase.STARTING;

  @Field(() => DateTime, { description: "When it last went from one phase to another." })
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

  @Field(() => SourceError, { nullable: true, description: "Why it waits; null when it does not." })
  readonly error: SourceError | null = null;

  /** True once a whole list was taken in: without it, what is held is not all there is. */
  readonly listed: boolean = false;
  /** Where to watch on from; "" when only a list will do. */
  readonly resourceVersion: string = "";
  /** The fingerprint of the kind that decoded what is held. */
  readonly fingerprint: string = "";

  @Field(() => String, { description: "Qualified by its group: pods, serviceentries.networking.istio.io." })
  get resource(): string {
    return this.name;
  }
}
