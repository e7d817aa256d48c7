import { ObjectType } from "type-graphql";
import type { StringMap } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { Workload } from "./workload.ts";

@ObjectType({
  implements: [KubernetesObject, Workload],
  description: "Like pods that may replace each other, rolled out step by step.",
})
export class Deployment extends Workload {
  /** What istiod's environment says of its own rules; null for every other Deployment. */
  readonly istiodEnvironment: StringMap | null = null;
}
