import { Arg, Args, Ctx, Query, Resolver } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import type { EntityClass } from "../schema/entity.ts";
import { ClusterScopedKeyArgs, NamespacedKeyArgs } from "../schema/inputs/key-args.ts";
import type { KubernetesObjectFilter } from "../schema/inputs/kubernetes-object-filter.ts";
import { filterOf } from "../schema/inputs/kubernetes-object-filter.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import type { KubernetesObject } from "../schema/kubernetes-object.ts";
import type { Context } from "../src/context.ts";
import { connect } from "./connection.ts";
import type { Check } from "./problems.ts";
import { questionOf } from "./question.ts";
import type { Condition } from "./selection.ts";
import { selectionOf } from "./selection.ts";

/** What a kind has that others have not. */
export interface KindOptions<T extends KubernetesObject, F extends KubernetesObjectFilter> {
  /** Of the root field; by default the type's name with an s. */
  readonly plural?: string;
  /** Its objects are in no namespace. */
  readonly clusterScoped?: boolean;
  /** Finds what is wrong with one. */
  readonly problems?: Check<T>;
  /** A filter of its own, and what it adds. */
  readonly filter?: { readonly type: new () => F; readonly condition: (filter: F) => Condition<T> };
}

/** The root fields of a kind: one object by its key, and a list in pages. A kind's own resolver adds its edges. */
export function kubernetesObjectResolver<T extends KubernetesObject, F extends KubernetesObjectFilter>(
  type: EntityClass<T>,
  { plural, clusterScoped = false, problems, filter: own }: KindOptions<T, F> = {},
) {
  const singular = camelCase(type.name);
  const FilterType = own?.type ?? filterOf(type);
  const ConnectionType = connectionOf(type);

  @Resolver(() => type)
  abstract class KubernetesObjectResolver {
    /** So that resolvers/index.ts knows the types of the graph. */
    static readonly entity: EntityClass<T> = type;
    static readonly problems: Check<T> | undefined = problems;

    @Query(() => type, { name: singular, nullable: true, description: `One ${type.name}; null when there is none.` })
    one(
      @Args(() => (clusterScoped ? ClusterScopedKeyArgs : NamespacedKeyArgs))
      { cluster, namespace, name }: ClusterScopedKeyArgs & Partial<NamespacedKeyArgs>,
      @Ctx() { view }: Context,
    ): T | null {
      return view.get(type, { cluster, namespace: namespace ?? null, name });
    }

    @Query(() => ConnectionType, {
      name: plural ?? `${singular}s`,
      nullable: true,
      description: `What there is of type ${type.name}, in the order of cluster, namespace and name.`,
    })
    many(
      @Arg("filter", () => FilterType, { nullable: true, description: "Which of them." }) filter: F | null | undefined,
      @Args(() => PageArgs) page: PageRequest,
      @Ctx() context: Context,
    ): Connection<T> {
      const condition = filter && own ? own.condition(filter) : null;
      const selection = selectionOf<T>(context.view, filter ?? {}, condition);
      const provenance = { type, clusters: selection.clusters ?? null };
      return connect(context, { type, selection, question: questionOf(filter), provenance }, page);
    }
  }
  return KubernetesObjectResolver;
}

/** `HTTPRoute` becomes `httpRoute`, `EC2NodeClass` becomes `ec2NodeClass`. */
function camelCase(name: string): string {
  return name.replace(/^(?:[A-Z0-9]+(?=[A-Z][a-z])|[A-Z])/, (start) => start.toLowerCase());
}
