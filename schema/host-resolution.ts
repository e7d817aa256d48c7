import { Field, ObjectType, registerEnumType } from "type-graphql";
import { DataPlaneMode } from "./data-plane.ts";
import { HostClaim } from "./host-claim.ts";
import { HostPort } from "./host-port.ts";
import type { StringMap } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";

export const HostOutcome = {
  RESOLVED: "RESOLVED",
  NOT_VISIBLE: "NOT_VISIBLE",
  NO_SUCH_HOST: "NO_SUCH_HOST",
  UNKNOWN: "UNKNOWN",
} as const;
export type HostOutcome = (typeof HostOutcome)[keyof typeof HostOutcome];
registerEnumType(HostOutcome, {
  name: "HostOutcome",
  description: "What a host means to a workload of a mesh.",
  valuesConfig: {
    RESOLVED: { description: "An object answers for it." },
    NOT_VISIBLE: { description: "Objects have it, and none of them is for this workload." },
    NO_SUCH_HOST: { description: "Nothing in the cluster has it." },
    UNKNOWN: { description: "It cannot be said: the reason tells what is not known." },
  },
});

/** The workload that asks for a host: a pod, or any without labels of its own. */
export interface HostAsker {
  readonly cluster: string;
  readonly namespace: string;
  readonly labels: StringMap;
  /** Of the control plane that governs it; null for the default one. */
  readonly revision: string | null;
}

@ObjectType({
  description: "What a host means to a workload of a mesh, by Istio's own rules for the control plane's version.",
})
export class HostResolution {
  @Field(() => String, { description: "The host, as it was asked for." })
  readonly host: string = "";

  @Field(() => HostOutcome, { description: "Whether an object answers for it." })
  readonly outcome: HostOutcome = HostOutcome.UNKNOWN;

  @Field(() => String, { nullable: true, description: "Why, for people." })
  readonly reason: string | null = null;

  @Field(() => KubernetesObject, {
    nullable: true,
    description: "The ServiceEntry or Service that answers for it; for a wildcard host the one with the longest.",
  })
  readonly object: KubernetesObject | null = null;

  @Field(() => [HostPort], { description: "Its ports, those that Istio adds from other objects included." })
  readonly ports: readonly HostPort[] = [];

  @Field(() => [HostClaim], { description: "All that have the host, and what becomes of each." })
  readonly claims: readonly HostClaim[] = [];

  @Field(() => DataPlaneMode, {
    description:
      "By whose rules: a sidecar's, or ztunnel's in ambient. What is in no mesh is answered as a sidecar would be.",
  })
  readonly mode: DataPlaneMode = DataPlaneMode.SIDECAR;

  /** Whose question it was. */
  readonly asker: HostAsker | null = null;

  /** The name in full that routes are looked up by, where the host is a Service's short one. */
  readonly fullName: string | null = null;

  @Field(() => String, { nullable: true, description: "The version of the control plane whose rules these are." })
  readonly istioVersion: string | null = null;
}
