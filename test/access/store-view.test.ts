import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Entity, EntityKey } from "../../schema/entity.ts";
import { KubernetesNode } from "../../schema/kubernetes-node.ts";
import { Pod } from "../../schema/pod.ts";
import type { Rights, Row } from "../../src/access/rights.ts";
import { everything, sees } from "../../src/access/rights.ts";
import { StoreView } from "../../src/access/store-view.ts";
import { TimeoutError } from "../../src/errors.ts";
import type { Reads, Selection, Window } from "../../src/ports.ts";
import { indexOf } from "../../src/store/index-of.ts";
import { Store } from "../../src/store/store.ts";
import { NaiveView } from "../support/naive-view.ts";

const noon = new Date("2026-11-23T12:00:00Z");

/** By the letters of the name: an entity has as many keys as letters, and some of them twice. */
const podsByLetter = indexOf(Pod, ({ name }) => name.split(""));

const clusterNames = ["eu-1", "eu-2", "us-1"];
const namespaceNames = ["a", "b", "kube-system"];

const cluster = fc.constantFrom(...clusterNames);
const namespace = fc.constantFrom(...namespaceNames);
const name = fc.stringMatching(/^[abz]{1,3}$/);
const someOf = (texts: fc.Arbitrary<string>) =>
  fc.option(fc.array(texts, { maxLength: 4 }), { freq: 2, nil: undefined });

const pods: fc.Arbitrary<readonly Pod[]> = fc.uniqueArray(
  fc.record({ cluster, namespace, name }).map((key) => pod(key.cluster, key.namespace, key.name)),
  { selector: ({ id }) => id, maxLength: 60 },
);
const nodes: fc.Arbitrary<readonly KubernetesNode[]> = fc.uniqueArray(
  fc.record({ cluster, name }).map((key) => Object.assign(new KubernetesNode(), key)),
  { selector: ({ id }) => id, maxLength: 20 },
);
const selections: fc.Arbitrary<Selection<Pod>> = fc.record({
  clusters: someOf(fc.oneof(cluster, fc.constant("nowhere"))),
  namespaces: someOf(fc.oneof(namespace, fc.constant(""))),
  names: someOf(fc.stringMatching(/^[abz*]{1,3}$/)),
  within: fc.option(
    fc.constantFrom("a", "b", "z", "q").map((key) => ({ index: podsByLetter, key })),
    { freq: 2, nil: undefined },
  ),
  where: fc.option(
    fc.constant(({ name: text }: Pod) => text.length % 2 === 0),
    { freq: 2, nil: undefined },
  ),
});
const key: fc.Arbitrary<EntityKey> = fc.record({
  cluster: fc.oneof(cluster, fc.constantFrom("", "eu-15")),
  namespace: fc.option(fc.oneof(namespace, cluster)),
  name,
});
const windows: fc.Arbitrary<Window> = fc.oneof(
  fc.record({ first: fc.nat(8), after: fc.option(key, { nil: undefined }) }),
  fc.record({ last: fc.nat(8), before: fc.option(key, { nil: undefined }) }),
);
const rows: fc.Arbitrary<Row> = fc.oneof(
  fc.constant("all" as const),
  fc.record({
    namespaces: fc.array(fc.oneof(namespace, fc.constant(""))).map((texts) => new Set(texts)),
    names: fc
      .array(
        fc.tuple(
          fc.oneof(namespace, fc.constant("")),
          fc.array(name).map((texts) => new Set(texts)),
        ),
      )
      .map((texts) => new Map(texts)),
  }),
);
const rights: fc.Arbitrary<Rights> = fc.array(rows, { minLength: 6, maxLength: 6 }).map((all) => ({
  key: "some",
  row: (type, of) =>
    all[clusterNames.indexOf(of) + (type === Pod ? 0 : 3)] ?? { namespaces: new Set(), names: new Map() },
}));

function pod(clusterName: string, namespaceName: string, podName: string): Pod {
  return Object.assign(new Pod(), { cluster: clusterName, namespace: namespaceName, name: podName });
}

function storeOf(entities: Iterable<Entity>): Store {
  const store = new Store();
  store.restart({ epoch: "e", position: "1-0", entities });
  return store;
}

function viewOf(
  entities: Iterable<Entity>,
  options: Partial<ConstructorParameters<typeof StoreView>[0]> = {},
): StoreView {
  return new StoreView({ store: storeOf(entities), rights: everything, now: noon, scanBudget: Infinity, ...options });
}

function bothViews(entities: readonly Entity[], some: Rights): readonly [StoreView, NaiveView] {
  const seen = (entity: Entity): boolean =>
    sees(some.row(entity.constructor as typeof Pod, entity.cluster), entity.namespace, entity.name);
  return [viewOf(entities, { rights: some }), new NaiveView(entities, { sees: seen })];
}

test("a page is what a look at every entity gives, in both directions and for all rights", () => {
  fc.assert(
    fc.property(pods, nodes, rights, selections, windows, (somePods, someNodes, some, selection, window) => {
      const [view, naive] = bothViews([...somePods, ...someNodes], some);

      expect(view.page(Pod, selection, window)).toEqual(naive.page(Pod, selection, window));
    }),
    { numRuns: 500 },
  );
});

test("all, count, get and an index give what a look at every entity gives, for all rights", () => {
  fc.assert(
    fc.property(pods, nodes, rights, selections, key, (somePods, someNodes, some, selection, place) => {
      const [view, naive] = bothViews([...somePods, ...someNodes], some);

      expect(view.all(Pod, selection)).toEqual(naive.all(Pod, selection));
      expect(view.count(Pod, selection)).toBe(naive.count(Pod, selection));
      expect(view.get(Pod, place)).toEqual(naive.get(Pod, place));
      expect(view.get(KubernetesNode, place)).toEqual(naive.get(KubernetesNode, place));
      expect(view.by(podsByLetter, "a")).toEqual(naive.by(podsByLetter, "a"));
    }),
    { numRuns: 500 },
  );
});

test("what is in no namespace is paged, counted and hidden like all else", () => {
  fc.assert(
    fc.property(nodes, rights, windows, someOf(cluster), (someNodes, some, window, clusters) => {
      const [view, naive] = bothViews(someNodes, some);

      expect(view.page(KubernetesNode, { clusters }, window)).toEqual(naive.page(KubernetesNode, { clusters }, window));
      expect(view.count(KubernetesNode, { clusters })).toBe(naive.count(KubernetesNode, { clusters }));
    }),
  );
});

test("a key that reads like another entity's id is not that entity", () => {
  const node = Object.assign(new KubernetesNode(), { cluster: "eu-1", name: "a" });

  expect(viewOf([node]).get(KubernetesNode, node)).toBe(node);
  expect(viewOf([node]).get(KubernetesNode, { cluster: "", namespace: "eu-1", name: "a" })).toBeNull();
});

test("pages one after another are the whole selection, whichever way they are walked", () => {
  fc.assert(
    fc.property(pods, rights, selections, fc.integer({ min: 1, max: 7 }), (somePods, some, selection, limit) => {
      const [view, naive] = bothViews(somePods, some);
      const forwards: Pod[] = [];
      const backwards: Pod[] = [];
      for (let after: Pod | undefined, isMore = true; isMore; after = forwards.at(-1)) {
        const page = view.page(Pod, selection, { first: limit, after });
        forwards.push(...page.items);
        isMore = page.hasNextPage;
      }
      for (let before: Pod | undefined, isMore = true; isMore; before = backwards[0]) {
        const page = view.page(Pod, selection, { last: limit, before });
        backwards.unshift(...page.items);
        isMore = page.hasPreviousPage;
      }

      expect(forwards).toEqual(naive.all(Pod, selection));
      expect(backwards).toEqual(forwards);
    }),
  );
});

const hundred = Array.from({ length: 100 }, (_, i) => pod("eu-1", "a", `p-${i}`));

test("a count that has to look at more than its budget is null", () => {
  const view = viewOf(hundred, { scanBudget: 99 });

  expect(view.count(Pod, { where: () => true })).toBeNull();
  expect(view.count(Pod, { where: () => false })).toBeNull();
});

test("a count that has to look at just its budget is exact", () => {
  expect(viewOf(hundred, { scanBudget: 100 }).count(Pod, { where: ({ name: text }) => text < "p-2" })).toBe(12);
});

test("names that match nothing cost a scan like those that match", () => {
  expect(viewOf(hundred, { scanBudget: 99 }).count(Pod, { names: ["q*"] })).toBeNull();
  expect(viewOf(hundred, { scanBudget: 100 }).count(Pod, { names: ["q*"] })).toBe(0);
});

test("exact names are counted without a scan", () => {
  expect(viewOf(hundred, { scanBudget: 3 }).count(Pod, { names: ["p-4", "p-5", "p-1000"] })).toBe(2);
});

test("a count of places needs no budget", () => {
  expect(viewOf(hundred, { scanBudget: 0 }).count(Pod, { clusters: ["eu-1"], namespaces: ["a"] })).toBe(100);
});

test("what may not be seen takes nothing of the budget, so that nobody learns of it", () => {
  const rule: Row = { namespaces: new Set(), names: new Map([["a", new Set(["p-1", "p-2"])]]) };
  const view = viewOf(hundred, { scanBudget: 2, rights: { key: "two", row: () => rule } });

  expect(view.count(Pod, { where: () => true })).toBe(2);
});

test("an answer that is late ends with a timeout, also when nothing of the scan is wanted", () => {
  const many = Array.from({ length: 1000 }, (_, i) => pod("eu-1", "a", `p-${i}`));

  expect(() => viewOf(many, { isLate: () => true }).all(Pod, {})).toThrow(TimeoutError);
  expect(() => viewOf(many, { isLate: () => true }).all(Pod, { names: ["q*"] })).toThrow(TimeoutError);
  expect(viewOf(many, { isLate: () => false }).all(Pod, {})).toHaveLength(1000);
});

test("what has once been late stays so, for the fields that come after", () => {
  const many = Array.from({ length: 1000 }, (_, i) => pod("eu-1", "a", `p-${i}`));
  const view = viewOf(many, { isLate: () => true });

  expect(() => view.all(Pod, {})).toThrow(TimeoutError);
  expect(() => view.page(Pod, {}, { first: 1 })).toThrow(TimeoutError);
});

test("a view notes what it has read, at the finest key", () => {
  const noted: unknown[] = [];
  const reads: Reads = {
    entity: (id) => noted.push(id),
    indexKey: (index, text) => noted.push([index.type.name, text]),
    range: (...range) => noted.push([range[0].name, range[1], range[2]]),
    until: (horizon) => noted.push(horizon),
  };
  const view = viewOf([], { reads });

  view.get(Pod, { cluster: "eu-1", namespace: "a", name: "gone" });
  view.by(podsByLetter, "z");
  view.page(Pod, { clusters: ["eu-1"], namespaces: ["a", "b"] }, { first: 1 });
  view.count(Pod, { clusters: ["eu-1"] });
  view.all(Pod, { namespaces: ["a"] });
  view.now();
  view.now((now) => new Date(now.getTime() + 1000));

  expect(noted).toEqual([
    "Pod/eu-1/a/gone",
    ["Pod", "z"],
    ["Pod", "eu-1", "a"],
    ["Pod", "eu-1", "b"],
    ["Pod", "eu-1", null],
    ["Pod", null, null],
    noon,
    new Date("2026-11-23T12:00:01Z"),
  ]);
});

test("a view has the access key of its rights", () => {
  expect(viewOf([]).accessKey).toBe("everything");
});
