import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import type { EntityClass } from "../schema/entity.ts";
import { Entity, parseEntityId } from "../schema/entity.ts";
import type { Context } from "../src/context.ts";
import { BadInputError } from "../src/errors.ts";
import type { View } from "../src/ports.ts";

/** As many as the largest page has. */
const MAX_IDS = 200;

/** The types of the graph that have an id, by name. */
export type EntityTypes = ReadonlyMap<string, EntityClass>;

/** The root fields that find an object of any type by its id. */
export function nodeResolver(types: EntityTypes) {
  const find = (view: View, id: string): Entity | null => {
    const key = parseEntityId(id);
    const type = key === null ? undefined : types.get(key.type);
    return key === null || type === undefined ? null : view.get(type, key);
  };

  @Resolver()
  class NodeResolver {
    @Query(() => Entity, { nullable: true, description: "The object of an id; null when there is none." })
    node(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() { view }: Context): Entity | null {
      return find(view, id);
    }

    @Query(() => [Entity], {
      nullable: "items",
      description: "The objects of at most 200 ids, in their order; null in the place of what there is not.",
    })
    nodes(
      @Arg("ids", () => [ID], { description: "Their ids." }) ids: readonly string[],
      @Ctx() { view }: Context,
    ): readonly (Entity | null)[] {
      if (ids.length > MAX_IDS) throw new BadInputError(`\`ids\` must be at most ${MAX_IDS}`);
      return ids.map((id) => find(view, id));
    }
  }
  return NodeResolver;
}
