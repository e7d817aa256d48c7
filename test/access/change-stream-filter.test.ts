import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Cluster } from "../../schema/cluster.ts";
import type { Entity, EntityClass } from "../../schema/entity.ts";
import { KubernetesNode } from "../../schema/kubernetes-node.ts";
import { Pod } from "../../schema/pod.ts";
import type { ChangeFilter, Fact, FeedEvent } from "../../src/ports.ts";
import { cell } from "./support/cell.ts";
import type { Grant } from "./support/grants.ts";
import { isHeard, rightsOf, served } from "./support/grants.ts";

const clusters = ["eu-1", "us-1"];
const names = ["x", "y"];

/** All entities that there may be: pods, nodes, and clusters, which the graph of these tests does not serve. */
const entities: readonly Entity[] = clusters.flatMap((cluster) => [
  ...names.flatMap((name) => [
    Object.assign(new Pod(), { cluster, namespace: "a", name }),
    Object.assign(new Pod(), { cluster, namespace: "b", name }),
    Object.assign(new KubernetesNode(), { cluster, name }),
  ]),
  Object.assign(new Cluster(), { name: cluster }),
]);

const fact: fc.Arbitrary<Fact> = fc
  .tuple(fc.constantFrom(...entities), fc.constantFrom("put", "quiet", "delete"))
  .map(([entity, what]) =>
    what === "delete"
      ? { op: "delete", type: entity.constructor as EntityClass, id: entity.id }
      : { op: "put", entity, quiet: what === "quiet" },
  );
const facts = fc.array(fact, { maxLength: 12 });
const someOf = <T>(...items: readonly T[]) => fc.option(fc.subarray([...items]), { freq: 2, nil: undefined });
const filters: fc.Arbitrary<ChangeFilter> = fc.record({
  types: someOf<EntityClass>(Pod, KubernetesNode, Cluster),
  clusters: someOf(...clusters),
  namespaces: someOf("a", "b", ""),
  ids: someOf(...entities.map(({ id }) => id)),
});
const grant: fc.Arbitrary<Grant> = fc.record({
  type: fc.constantFrom<EntityClass[]>(Pod, KubernetesNode, Cluster),
  cluster: fc.constantFrom(...clusters, ""),
  namespace: fc.constantFrom("a", "b", "", undefined),
  name: fc.constantFrom(...names, undefined),
});

const all = clusters.flatMap((cluster) =>
  [...served].map((type) => ({ type, cluster, namespace: undefined, name: undefined })),
);
const rights: fc.Arbitrary<readonly Grant[]> = fc.oneof(fc.constant(all), fc.array(grant, { maxLength: 10 }));

const told = (events: readonly Pick<FeedEvent, "kind" | "id">[]) => events.map(({ kind, id }) => `${kind} ${id}`);

test("a viewer hears exactly what the filter means and the rights let through: at first, live, resumed, in history", async () => {
  await fc.assert(
    fc.asyncProperty(filters, rights, facts, facts, facts, async (filter, grants, before, meanwhile, after) => {
      const { append, changes, feed: feedOf } = await cell(served);
      const feed = feedOf(rightsOf(grants));
      const start = feed.cursor();
      await append(before);
      const held = new Map(changes.map(({ id, kind, entity }) => [id, kind === "DELETED" ? null : entity]));
      const snapshot = [...held.values()].filter((one) => one !== null && isHeard(filter, grants, one));
      const count = changes.length;
      const heard: FeedEvent[] = [];
      const stream = feed.changes({ filter, snapshot: true });
      for await (const { events } of stream.opening(() => {})) {
        if (heard.push(...events) === events.length) await append(meanwhile);
      }
      using live = stream.live(({ events }) => heard.push(...events));
      await append(after);
      live.reach();
      const resumed: FeedEvent[] = [];
      for await (const { events } of feed.changes({ filter, since: start, snapshot: false }).opening(() => {}))
        resumed.push(...events);
      const history = await feed.history({ filter, first: 1000 });
      const news = changes.filter(({ news: of, entity }) => of !== "quiet" && isHeard(filter, grants, entity));

      expect(told(heard.slice(0, snapshot.length)).toSorted()).toEqual(
        snapshot.map((one) => `SNAPSHOT ${one?.id}`).toSorted(),
      );
      expect(told(heard.slice(snapshot.length))).toEqual([
        "SNAPSHOT_END null",
        ...told(news.filter((one) => changes.indexOf(one) >= count)),
      ]);
      expect(told(resumed)).toEqual(told(news));
      expect(told(history.events)).toEqual(told(news.toReversed()));
    }),
    { numRuns: 300 },
  );
});

test("streams share what is live only when both their filters and their rights are the same", async () => {
  const { feed } = await cell(served);
  const group = (filter: ChangeFilter, of = feed()) => of.changes({ filter, snapshot: true }).group;
  const different = [{}, { types: [Pod] }, { types: [KubernetesNode] }, { clusters: ["a"] }, { namespaces: ["a"] }];
  const groups = [...different, { ids: ["a"] }, { ids: [] }].map((filter) => group(filter));

  expect(new Set([...groups, group({}, feed(rightsOf([])))]).size).toBe(8);
  expect(group({ types: [Pod], clusters: null })).toBe(group({ types: [Pod] }));
});
