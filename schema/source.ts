import { Field, ObjectType, registerEnumType } from "type-graphql";
import { Entity } from "./entity.ts";
import { DateTime } from "./scalars.ts";
import { SourceError } from "./source-error.ts";

export const SourcePhase = {
  STARTING: "STARTING",
  LIVE: "LIVE",
  STALE: "STALE",
  DOWN: "DOWN",
  FORBIDDEN: "FORBIDDEN",
  STOPPED: "STOPPED",
} as const;
export type SourcePhase = (typeof SourcePhase)[keyof typeof SourcePhase];
registerEnumType(SourcePhase, {
  name: "SourcePhase",
  description: "How well an outside is heard.",
  valuesConfig: {
    STARTING: { description: "It was never heard yet." },
    LIVE: { description: "What is held of it is what it has." },
    STALE: { description: "It fell silent: what is held of it may be old." },
    DOWN: { description: "It does not answer." },
    FORBIDDEN: { description: "It answers, and refuses." },
    STOPPED: { description: "It is not followed any more." },
  },
});

@ObjectType({
  implements: Entity,
  description:
    "One outside: a cluster's API server, an AWS account and region's Cloud Map, a Prometheus, or a derivation of our own. It is owned, fenced and numbered as a whole.",
})
export class Source extends Entity {
  /** In the graph a name, not an edge: null where the source is of no cluster. */
  readonly cluster: string = "";
  readonly namespace: null = null;
  /** The kind: a cluster has one source of each. */
  readonly name: string = "";
  readonly phase: SourcePhase = SourcePhase.STARTING;

  @Field(() => DateTime, { description: "When it last went from one phase to another, staleness apart." })
  readonly since: Date = new Date(0);

  @Field(() => SourceError, { nullable: true, description: "Why it is not heard; null when it is." })
  readonly error: SourceError | null = null;

  /** What tells this outside from another under the same name, such as the uid of the kube-system namespace; "" until known. */
  readonly identity: string = "";

  @Field(() => String, { description: "What it is: kubernetes, or a derivation's name." })
  get kind(): string {
    return this.name;
  }
}
