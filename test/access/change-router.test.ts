import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Cluster } from "../../schema/cluster.ts";
import type { Entity, EntityClass } from "../../schema/entity.ts";
import { KubernetesNode } from "../../schema/kubernetes-node.ts";
import { Pod } from "../../schema/pod.ts";
import { ChangeMatch } from "../../src/access/change-match.ts";
import { ChangeRouter } from "../../src/access/change-router.ts";
import type { RoutedListener } from "../../src/access/change-router.ts";
import { everything } from "../../src/access/rights.ts";
import type { Change, ChangeFilter, LogEntry } from "../../src/ports.ts";
import { Store } from "../../src/store/store.ts";

const served = new Set<EntityClass>([Pod, KubernetesNode]);
const clusters = ["eu-1", "us-1"];
const namespaces = ["a", "b"];

/** All entities that there may be: pods, nodes, and clusters, which the graph of these tests does not serve. */
const entities: readonly Entity[] = clusters.flatMap((cluster) => [
  ...namespaces.map((namespace) => Object.assign(new Pod(), { cluster, namespace, name: "x" })),
  Object.assign(new KubernetesNode(), { cluster, name: "x" }),
  Object.assign(new Cluster(), { name: cluster }),
]);

function entry(...changed: readonly (Pick<Change, "news" | "kind"> & { readonly entity: Entity })[]): LogEntry {
  const changes = changed.map((one) => ({ ...one, type: one.entity.constructor as EntityClass, id: one.entity.id }));
  return { position: "1-0", source: "s", term: 1, at: new Date(0), changes };
}

const change = fc.record({
  entity: fc.constantFrom(...entities),
  kind: fc.constantFrom("ADDED" as const, "MODIFIED" as const, "DELETED" as const),
  news: fc.constantFrom("change" as const, "first" as const, "quiet" as const),
});
const entries = fc.array(
  fc.array(change, { maxLength: 3 }).map((changes) => entry(...changes)),
  { maxLength: 8 },
);
const someOf = <T>(...items: readonly T[]) => fc.option(fc.subarray([...items]), { freq: 2, nil: undefined });
const places = { types: someOf<EntityClass>(Pod, KubernetesNode, Cluster), clusters: someOf(...clusters) };
const placeFilter: fc.Arbitrary<ChangeFilter> = fc.record({ ...places, namespaces: someOf(...namespaces) });
const ids = someOf(...entities.map(({ id }) => id));
const anyFilter: fc.Arbitrary<ChangeFilter> = fc
  .tuple(placeFilter, ids, fc.boolean(), fc.boolean())
  .map(([filter, wanted, hasManyClusters, hasManyIds]) => ({
    ...filter,
    clusters: filter.clusters && [...filter.clusters, ...(hasManyClusters ? many : [])],
    ids: wanted && [...wanted, ...(hasManyIds ? many : [])],
  }));
const many = Array.from({ length: 600 }, (_, i) => `none-${i}`);

/** The rule itself: what is absent restricts nothing, and what is in no namespace is in none of the named ones. */
function isMeant(filter: ChangeFilter, { type, id, entity, news }: Change): boolean {
  const meets = <T>(list: readonly T[] | null | undefined, item: T): boolean => list?.includes(item) ?? true;
  const isPlaced = meets(filter.clusters, entity.cluster) && meets<string | null>(filter.namespaces, entity.namespace);
  return news !== "quiet" && served.has(type) && meets(filter.types, type) && meets(filter.ids, id) && isPlaced;
}

/** A listener that notes the entries that it is brought. */
function listener(filter: ChangeFilter = {}, meanwhile = (): void => {}) {
  const heard: (LogEntry | "restart")[] = [];
  const note = (what: LogEntry | "restart"): void => {
    heard.push(what);
    meanwhile();
  };
  const match = new ChangeMatch(filter, everything, served);
  const routed: RoutedListener = { match, advanced: note, restarted: () => note("restart") };
  return { ...routed, heard };
}

test("each listener is brought every entry with a change that it means, once, among however many others", () => {
  fc.assert(
    fc.property(fc.array(anyFilter, { maxLength: 6 }), entries, (filters, log) => {
      const store = new Store();
      const router = new ChangeRouter(store);
      const listeners = filters.map((filter) => listener(filter));
      for (const one of listeners) router.add(one);
      for (const each of log) store.advance(each);
      for (const { match, heard } of listeners) {
        const meant = log.filter(({ changes }) => changes.some((one) => isMeant(match.filter, one)));
        expect(heard.filter((one) => one === "restart" || match.events(one.changes, one.at).length > 0)).toEqual(meant);
      }
    }),
  );
});

test("a listener that names places is not troubled with what happens elsewhere", () => {
  fc.assert(
    fc.property(placeFilter, entries, (filter, log) => {
      const store = new Store();
      const one = listener(filter);
      new ChangeRouter(store).add(one);
      for (const each of log) store.advance(each);
      expect(one.heard).toEqual(log.filter(({ changes }) => changes.some((any) => isMeant(filter, any))));
    }),
  );
});

const news = entry(...entities.map((entity) => ({ entity, kind: "ADDED" as const, news: "change" as const })));

test("who was disposed hears nothing more, neither entries nor restarts, and others of the same filter go on", () => {
  const store = new Store();
  const router = new ChangeRouter(store);
  const [gone, stays] = [listener({ clusters }), listener({ clusters })];
  const route = router.add(gone);
  router.add(stays);
  store.advance(news);
  route[Symbol.dispose]();
  route[Symbol.dispose]();
  store.advance(news);
  store.restart({ epoch: "e", position: "0-0", entities: [] });

  expect(gone.heard).toEqual([news]);
  expect(stays.heard).toEqual([news, news, "restart"]);
});

test.each<[string, (store: Store) => void]>([
  ["an entry", (store) => store.advance(news)],
  ["a restart", (store) => store.restart({ epoch: "e", position: "0-0", entities: [] })],
])("who is added while %s is given out hears only the next one", (_, happen) => {
  const store = new Store();
  const router = new ChangeRouter(store);
  const late = listener();
  const early = router.add(listener({}, () => router.add(late)));
  happen(store);
  expect(late.heard).toEqual([]);
  early[Symbol.dispose]();
  happen(store);

  expect(late.heard).toHaveLength(1);
});

test.each([
  [
    "an entry",
    (store: Store) => store.advance(entry({ entity: entities[0] as Entity, kind: "ADDED", news: "change" })),
  ],
  ["a restart", (store: Store) => store.restart({ epoch: "e", position: "2-0", entities: [] })],
])("who leaves while others are told of %s hears nothing of it", (_what, tell) => {
  const store = new Store();
  const router = new ChangeRouter(store);
  const second = listener();
  let leave: Disposable | undefined;
  const first = listener({}, () => leave?.[Symbol.dispose]());
  router.add(first);
  leave = router.add(second);

  tell(store);

  expect(first.heard).toHaveLength(1);
  expect(second.heard).toEqual([]);
});
