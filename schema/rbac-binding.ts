import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";

/** Who has a role. */
abstract class Binding extends KubernetesObject {
  readonly roleRef: JsonObject = {};
  readonly subjects: readonly JsonObject[] = [];
}

/** Who has a role in its namespace. Kept for rights; it is no type of the graph. */
export class RoleBinding extends Binding {}

/** Who has a role in the whole cluster. Kept for rights; it is no type of the graph. */
export class ClusterRoleBinding extends Binding {}
