import { Arg, Ctx, FieldResolver, Float, Query, Resolver, Root } from "type-graphql";
import { SourceFilter } from "../schema/inputs/source-filter.ts";
import { DateTime } from "../schema/scalars.ts";
import { Source, SourcePhase } from "../schema/source.ts";
import { Watch } from "../schema/watch.ts";
import type { Context } from "../src/context.ts";
import type { Freshness } from "../src/model/source-phase.ts";
import { freshnessAt, nextSilence } from "../src/model/source-phase.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";

const watchesBySource = indexOf(Watch, ({ cluster, source }) => [`${source} ${cluster}`]);

function watchesOf(view: View, { name, cluster }: Source): readonly Watch[] {
  return view.by(watchesBySource, `${name} ${cluster}`);
}

/** Holds until the next watch would fall silent. */
function freshnessOf(view: View, source: Source): Freshness {
  const watches = watchesOf(view, source);
  return freshnessAt(
    source,
    watches,
    view.now((now) => nextSilence(watches, now)),
  );
}

@Resolver(() => Source)
export class SourceResolver {
  static readonly entity = Source;

  @Query(() => [Source], {
    nullable: true,
    description: "Every outside that the graph is built from, and how fresh what we hold of it is.",
  })
  sources(
    @Arg("filter", () => SourceFilter, { nullable: true, description: "Which of them." })
    filter: SourceFilter | null | undefined,
    @Ctx() { view }: Context,
  ): readonly Source[] {
    const { clusters, kinds, phases } = filter ?? {};
    return view
      .all(Source, { clusters, where: kinds ? ({ kind }) => kinds.includes(kind) : undefined })
      .filter((source) => !phases || phases.includes(freshnessOf(view, source).phase));
  }

  @FieldResolver(() => String, { nullable: true, description: "The cluster's name; null for what is of no cluster." })
  cluster(@Root() source: Source): string | null {
    return source.cluster || null;
  }

  @FieldResolver(() => SourcePhase, { description: "How well it is heard now." })
  phase(@Root() source: Source, @Ctx() { view }: Context): SourcePhase {
    return freshnessOf(view, source).phase;
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description: "When the most silent of its watches last spoke: what is held of it is at least as fresh.",
  })
  lastEventAt(@Root() source: Source, @Ctx() { view }: Context): Date | null {
    return freshnessOf(view, source).lastEventAt;
  }

  @FieldResolver(() => Float, { nullable: true, description: "Null when it was never heard." })
  stalenessSeconds(@Root() source: Source, @Ctx() { view }: Context): number | null {
    const now = view.now((at) => at);
    return freshnessAt(source, watchesOf(view, source), now).stalenessSeconds;
  }

  @FieldResolver(() => [Watch], { description: "What is read of it." })
  watches(@Root() source: Source, @Ctx() { view }: Context): readonly Watch[] {
    return watchesOf(view, source);
  }
}
