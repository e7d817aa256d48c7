import { Arg, Ctx, Int, Query, Resolver, Root, Subscription } from "type-graphql";
import { ChangeBatch } from "../schema/change-batch.ts";
import { ChangeEventConnection } from "../schema/change-event-connection.ts";
import type { EntityClass } from "../schema/entity.ts";
import { ChangeFilter } from "../schema/inputs/change-filter.ts";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from "../schema/inputs/page-args.ts";
import { DateTime, LogCursor } from "../schema/scalars.ts";
import type { Context } from "../src/context.ts";
import { BadCursorError, BadInputError } from "../src/errors.ts";
import type { ChangeFilter as FeedFilter, ChangeStream, FeedBatch } from "../src/ports.ts";
import type { EntityTypes } from "./node.ts";
import { questionOf } from "./question.ts";
import { pageSize } from "./window.ts";

const FILTER = { nullable: true, description: "Which objects' changes." } as const;

/** The graph's past and future: where the log stands, what changed, and what changes from now on. */
export function changeResolver(types: EntityTypes) {
  @Resolver()
  class ChangeResolver {
    @Query(() => LogCursor, {
      nullable: true,
      description:
        "The log's position that this whole answer was read at: ask, then follow `changes(since:)` with nothing between.",
    })
    logCursor(@Ctx() { feed }: Context): string {
      return feed.cursor();
    }

    @Query(() => ChangeEventConnection, {
      nullable: true,
      description: "What changed in the retained past, newest first.",
    })
    async history(
      @Arg("filter", () => ChangeFilter, FILTER) filter: ChangeFilter | null | undefined,
      @Arg("since", () => DateTime, { nullable: true, description: "From then on." }) since: Date | null | undefined,
      @Arg("until", () => DateTime, { nullable: true, description: "Until then." }) until: Date | null | undefined,
      @Arg("first", () => Int, {
        nullable: true,
        description: `How many, from the newest: ${DEFAULT_PAGE_SIZE} if nothing is said, at most ${MAX_PAGE_SIZE}.`,
      })
      first: number | null | undefined,
      @Arg("after", () => String, { nullable: true, description: "A cursor of the same list: the page follows it." })
      after: string | null | undefined,
      @Ctx() { feed, seals, signal }: Context,
    ): Promise<ChangeEventConnection> {
      const purpose = `history ${questionOf(filter)} ${questionOf({ since, until })}`;
      const key = after === null || after === undefined ? null : seals.open(purpose, after);
      if (key === null && after !== null && after !== undefined)
        throw new BadCursorError("the cursor is of another list, another viewer, or none");
      const { events, hasNextPage } = await feed.history({
        filter: feedFilter(types, filter),
        since,
        until,
        first: pageSize("first", first),
        after: key,
        signal,
      });
      const edges = events.map((node) => ({ node, cursor: seals.seal(purpose, node.key) }));
      const pageInfo = {
        hasNextPage,
        hasPreviousPage: key !== null,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      };
      return Object.assign(new ChangeEventConnection(), { edges, pageInfo });
    }

    @Subscription(() => ChangeBatch, {
      description:
        "Every change of the objects that the filter names, in log order, in batches. Without `since` it begins with the present state (events SNAPSHOT, then SNAPSHOT_END; the cursor is null until then) unless `snapshot` is false. With `since` it resumes with nothing lost, or says GAP and sends a snapshot. A quiet stream sends PROGRESS, so that its cursor never ages out.",
      subscribe: ({ args, context }) => follow(types, args as FollowArgs, context as Context),
    })
    changes(
      @Root() batch: FeedBatch,
      @Arg("filter", () => ChangeFilter, FILTER) _filter: ChangeFilter | null | undefined,
      @Arg("since", () => LogCursor, { nullable: true, description: "Where an earlier stream or answer stood." })
      _since: string | null | undefined,
      @Arg("snapshot", () => Boolean, { defaultValue: true, description: "Whether to begin with the present state." })
      _snapshot: boolean,
    ): FeedBatch {
      return batch;
    }
  }
  return ChangeResolver;
}

interface FollowArgs {
  readonly filter?: ChangeFilter | null;
  readonly since?: string | null;
  readonly snapshot: boolean;
}

function follow(types: EntityTypes, { filter, since, snapshot }: FollowArgs, { feed }: Context): ChangeStream {
  return feed.changes({ filter: feedFilter(types, filter), since, snapshot });
}

function feedFilter(types: EntityTypes, filter: ChangeFilter | null | undefined): FeedFilter {
  const { types: names, clusters, namespaces, ids } = filter ?? {};
  return { types: names?.map((name) => typeNamed(types, name)), clusters, namespaces, ids };
}

function typeNamed(types: EntityTypes, name: string): EntityClass {
  const type = types.get(name);
  if (type === undefined) throw new BadInputError(`unknown type "${name}" in \`types\``);
  return type;
}
