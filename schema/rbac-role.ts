import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";

/** What a Role allows in its namespace. Kept for rights; it is no type of the graph. */
export class Role extends KubernetesObject {
  readonly rules: readonly JsonObject[] = [];
}

/** What a ClusterRole allows, everywhere or where it is bound. Kept for rights; it is no type of the graph. */
export class ClusterRole extends KubernetesObject {
  readonly rules: readonly JsonObject[] = [];
  /** Which other ClusterRoles it is the sum of; null when it stands for itself. */
  readonly aggregationRule: JsonObject | null = null;
}
