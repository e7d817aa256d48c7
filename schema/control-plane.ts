import { Field, ObjectType, registerEnumType } from "type-graphql";
import { FipsStatus } from "./fips-status.ts";

export const Distribution = {
  COMMUNITY: "COMMUNITY",
  TETRATE: "TETRATE",
  OTHER: "OTHER",
  UNKNOWN: "UNKNOWN",
} as const;
export type Distribution = (typeof Distribution)[keyof typeof Distribution];
registerEnumType(Distribution, {
  name: "Distribution",
  description: "Who built an Istio, as its image tells.",
  valuesConfig: {
    COMMUNITY: { description: "Istio's own." },
    TETRATE: { description: "Tetrate's, by its tag." },
    OTHER: { description: "Somebody else's." },
    UNKNOWN: { description: "The image does not tell." },
  },
});

@ObjectType({ description: "One control plane of a mesh in one of its clusters: a revision of Istio." })
export class ControlPlane {
  /** The cluster's name: in the graph it is an edge. */
  readonly clusterName: string = "";

  @Field(() => String, { description: "Its name among the cluster's; `default` where it has none." })
  readonly revision: string = "";

  @Field(() => [String], { description: "The names that stand for the revision." })
  readonly tags: readonly string[] = [];

  @Field(() => String, {
    nullable: true,
    description: "Such as 1.30.3; null when no istiod here, or its image, tells it.",
  })
  readonly version: string | null = null;

  @Field(() => Distribution, { description: "Who built it." })
  readonly distribution: Distribution = Distribution.UNKNOWN;

  @Field(() => FipsStatus, { description: "What is known of FIPS." })
  readonly fips: FipsStatus = new FipsStatus();
}
