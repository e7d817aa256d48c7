import { Field, ObjectType, registerEnumType } from "type-graphql";

export const DataPlaneMode = {
  NONE: "NONE",
  SIDECAR: "SIDECAR",
  AMBIENT: "AMBIENT",
  GATEWAY: "GATEWAY",
  WAYPOINT: "WAYPOINT",
  ZTUNNEL: "ZTUNNEL",
} as const;
export type DataPlaneMode = (typeof DataPlaneMode)[keyof typeof DataPlaneMode];
registerEnumType(DataPlaneMode, {
  name: "DataPlaneMode",
  description: "What carries a workload's traffic, or which part of the mesh it is.",
  valuesConfig: {
    NONE: { description: "It is not in the mesh." },
    SIDECAR: { description: "A proxy of its own." },
    AMBIENT: { description: "Its node's ztunnel." },
    GATEWAY: { description: "It is a gateway of the mesh." },
    WAYPOINT: { description: "It is a waypoint of ambient." },
    ZTUNNEL: { description: "It is a node's ztunnel." },
  },
});

@ObjectType({ description: "How a namespace's or a pod's traffic goes through the mesh." })
export class DataPlane {
  @Field(() => DataPlaneMode, { description: "What is: of a pod as it runs, of a namespace what its new pods get." })
  readonly mode: DataPlaneMode = DataPlaneMode.NONE;

  @Field(() => DataPlaneMode, {
    description:
      "What is asked for, by the labels. A pod that was made before the labels still has what there was then.",
  })
  readonly wanted: DataPlaneMode = DataPlaneMode.NONE;

  @Field(() => String, {
    nullable: true,
    description: "The control plane's revision that the proxy is of, or for a namespace would be; tags are followed.",
  })
  readonly revision: string | null = null;

  @Field(() => String, { nullable: true, description: "The proxy's version, such as 1.30.3, by its image." })
  readonly proxyVersion: string | null = null;

  @Field(() => String, { nullable: true, description: "The proxy's image." })
  readonly proxyImage: string | null = null;
}
