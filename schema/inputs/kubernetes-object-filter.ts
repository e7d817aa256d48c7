import { Field, InputType } from "type-graphql";
import type { EntityClass } from "../entity.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";

/** What every filter on a Kubernetes object has. Absent or null restricts nothing; an empty list matches nothing. */
@InputType({ description: "Which objects of a kind: absent or null restricts nothing, an empty list matches nothing." })
export abstract class KubernetesObjectFilter {
  @Field(() => [String], { nullable: true, description: "Names of clusters." })
  readonly clusters?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Names of meshes: objects of their clusters." })
  readonly meshes?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Names of namespaces. Excludes kinds that are in none." })
  readonly namespaces?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Exact names, or globs with *." })
  readonly names?: readonly string[] | null;

  @Field(() => String, { nullable: true, description: "Kubernetes label selector syntax." })
  readonly labelSelector?: string | null;
}

export type KubernetesObjectFilterClass = new () => KubernetesObjectFilter;

/** The GraphQL input `XFilter` of a kind X that adds nothing of its own. Asked for once a kind. */
export function filterOf(type: EntityClass<KubernetesObject>): KubernetesObjectFilterClass {
  @InputType(`${type.name}Filter`, {
    description: `Which objects of type ${type.name}: absent or null restricts nothing, an empty list matches nothing.`,
  })
  class FilterType extends KubernetesObjectFilter {}
  return FilterType;
}
