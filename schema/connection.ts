import { Field, Int, ObjectType } from "type-graphql";
import type { Entity, EntityClass } from "./entity.ts";
import { PageInfo } from "./page-info.ts";
import { Source } from "./source.ts";

export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

/** A page of entities as GraphQL shows it. Its members may be getters: what is not asked for is not worked out. */
export interface Connection<T> {
  readonly edges: readonly Edge<T>[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number | null;
  readonly sources: readonly Source[];
  readonly partial: boolean;
}

type ConnectionClass<T> = new () => Connection<T>;

const connectionByType = new Map<EntityClass, ConnectionClass<Entity>>();

/** The GraphQL type `XConnection` of an entity type X, with its `XEdge`: the same for whoever asks, first of all the resolver of X, when it is loaded. */
export function connectionOf<T extends Entity>(type: EntityClass<T>): ConnectionClass<T> {
  const known = connectionByType.get(type) ?? declare(type);
  connectionByType.set(type, known);
  return known as ConnectionClass<T>;
}

function declare<T extends Entity>(type: EntityClass<T>): ConnectionClass<T> {
  @ObjectType(`${type.name}Edge`, { description: `One ${type.name} in its place.` })
  class EdgeType implements Edge<T> {
    @Field(() => String, { description: "Names the place, for `after` and `before`, even when the object is gone." })
    readonly cursor!: string;

    @Field(() => type, { description: "What stands there." })
    readonly node!: T;
  }

  @ObjectType(`${type.name}Connection`, { description: `A page of type ${type.name}.` })
  class ConnectionType implements Connection<T> {
    @Field(() => [EdgeType], { description: "The page with a cursor for each." })
    readonly edges!: readonly Edge<T>[];

    @Field(() => [type], { description: "The page without cursors." })
    readonly nodes!: readonly T[];

    @Field(() => PageInfo, { description: "How to go on." })
    readonly pageInfo!: PageInfo;

    @Field(() => Int, {
      nullable: true,
      description:
        "Exact for what the viewer may see; worked out only when asked for; null when the filter would need a scan over the budget.",
    })
    readonly totalCount!: number | null;

    @Field(() => [Source], { description: "The sources that this answer was read from." })
    readonly sources!: readonly Source[];

    @Field(() => Boolean, {
      description:
        "True when a source within the filter has never answered or is stale. A resource that a cluster does not serve (ABSENT) is not partial.",
    })
    readonly partial!: boolean;
  }
  return ConnectionType;
}
