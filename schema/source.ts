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
  description: "How well an outside is heard. STALE: what is held of it may be old. DOWN: it does not answer.",
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

  @Field(() => DateTime)
  readonly since: Date = new Date(0);

  @Field(() => SourceError, { nullable: true })
  readonly error: SourceError | null = null;

  /** What tells this outside from another under the same name, such as the uid of the kube-system namespace; "" until known. */
  readonly identity: string = "";

  @Field(() => String)
  get kind(): string {
    return this.name;
  }
}
