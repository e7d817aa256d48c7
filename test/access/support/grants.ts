import type { Entity, EntityClass } from "../../../schema/entity.ts";
import { KubernetesNode } from "../../../schema/kubernetes-node.ts";
import { Pod } from "../../../schema/pod.ts";
import type { Rights, Row } from "../../../src/access/rights.ts";
import type { ChangeFilter } from "../../../src/ports.ts";

/** The types that the graph of these tests has. */
export const served: ReadonlySet<EntityClass> = new Set([Pod, KubernetesNode]);

/** What a viewer may see: all of a type in a cluster, or of one namespace of it ("" for none), or one name there. */
export interface Grant {
  readonly type: EntityClass;
  readonly cluster: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

export function rightsOf(grants: readonly Grant[]): Rights {
  const row = (type: EntityClass, cluster: string): Row => {
    const here = grants.filter((grant) => grant.type === type && grant.cluster === cluster);
    if (here.some(({ namespace }) => namespace === undefined)) return "all";
    const namesIn = (place?: string) => here.filter(({ namespace }) => namespace === place).map(({ name }) => name);
    const places = [...new Set(here.map(({ namespace = "" }) => namespace))];
    return {
      namespaces: new Set(places.filter((place) => namesIn(place).includes(undefined))),
      names: new Map(places.map((place) => [place, new Set(namesIn(place).filter((name) => name !== undefined))])),
    };
  };
  return { key: JSON.stringify(grants), row };
}

/** The rule itself: whether an entity is one of the types that the graph serves, is meant by a filter, and may be seen. */
export function isHeard(
  { types, clusters: within, namespaces, ids }: ChangeFilter,
  grants: readonly Grant[],
  one: Entity,
) {
  const { id, cluster, namespace, name } = one;
  const type = one.constructor as EntityClass;
  const meets = <T>(list: readonly T[] | null | undefined, item: T): boolean => list?.includes(item) ?? true;
  const isGranted = grants.some(
    (grant) =>
      grant.type === type &&
      grant.cluster === cluster &&
      (grant.namespace ?? namespace ?? "") === (namespace ?? "") &&
      (grant.namespace === undefined || (grant.name ?? name) === name),
  );
  const isMeant = meets(types, type) && meets(within, cluster) && meets(ids, id);
  return served.has(type) && isGranted && isMeant && meets<string | null>(namespaces, namespace);
}
