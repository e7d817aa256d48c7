import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { EntityClass } from "../schema/entity.ts";
import { KubernetesObject } from "../schema/kubernetes-object.ts";
import { Problem } from "../schema/problem.ts";
import type { Context } from "../src/context.ts";
import type { View } from "../src/ports.ts";

/** A problem as a rule tells it. */
export interface FoundProblem {
  readonly code: string;
  readonly message: string;
  readonly object: KubernetesObject | null;
}

/** Finds what is wrong with an object of a kind. */
export type Check<T extends KubernetesObject> = (view: View, object: T) => readonly FoundProblem[];

/** The checks of the kinds that have one. */
export type Checks = ReadonlyMap<EntityClass, Check<KubernetesObject>>;

/** What is wrong with an object, on every kind alike. */
export function problemsResolver(checks: Checks) {
  @Resolver(() => KubernetesObject)
  class ProblemsResolver {
    @FieldResolver(() => [Problem], {
      description: "What is wrong with it, though its cluster took it in. Nothing is looked for in some kinds.",
    })
    problems(@Root() object: KubernetesObject, @Ctx() { view }: Context): readonly Problem[] {
      return checks.get(object.constructor as EntityClass)?.(view, object) ?? [];
    }
  }
  return ProblemsResolver;
}
