import { Ctx, Query, Resolver } from "type-graphql";
import { Viewer } from "../schema/viewer.ts";
import type { Context } from "../src/context.ts";

@Resolver()
export class ViewerResolver {
  @Query(() => Viewer, { nullable: true, description: "Who is asking." })
  viewer(@Ctx() { viewer }: Context): Viewer {
    return viewer;
  }
}
