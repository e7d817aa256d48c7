import * as fc from "fast-check";
import { expect, test } from "vitest";
import { namespace } from "../../connectors/kubernetes/kinds/namespace.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import type { Pod } from "../../schema/pod.ts";
import type { Seals, View } from "../../src/ports.ts";
import { object } from "../support/entities.ts";
import { NaiveGraph, openSeals } from "../support/naive-graph.ts";

const letters = ["a", "b", "c", "d", "e"];
const pods = letters.map((name) => object(pod, `eu-1/shop/${name}`));
const PAGE = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: PodFilter) {
  pods(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    edges { cursor node { name } } nodes { name }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

const cursorOf = async (name: string, filter?: object) => {
  const { pods: page } = await new NaiveGraph(pods).query(PAGE, { filter });
  return page.edges.find(({ node }: { node: Pod }) => node.name === name).cursor as string;
};

interface Stretch {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

test.each<readonly [string, Stretch, string, boolean, boolean]>([
  ["everything", {}, "abcde", false, false],
  ["the first two", { first: 2 }, "ab", true, false],
  ["the last two", { last: 2 }, "de", false, true],
  ["two after b", { first: 2, after: "b" }, "cd", true, true],
  ["what is after b", { after: "b" }, "cde", false, true],
  ["two before d", { last: 2, before: "d" }, "bc", true, true],
  ["what is before d", { before: "d" }, "abc", true, false],
  ["what is after the end", { after: "e" }, "", false, true],
  ["what is before the start", { before: "a" }, "", true, false],
  ["none", { first: 0 }, "", true, false],
  ["none from the end", { last: 0 }, "", false, true],
  ["as many as there are", { first: 5 }, "abcde", false, false],
  ["the most that may be asked for", { last: 200 }, "abcde", false, false],
  ["nulls", { first: null, after: null, last: null, before: null }, "abcde", false, false],
])("%s", async (_, { after, before, ...sizes }, names, next, previous) => {
  const cursors = { after: after && (await cursorOf(after)), before: before && (await cursorOf(before)) };

  const { pods: page } = await new NaiveGraph(pods).query(PAGE, { ...sizes, ...cursors });

  expect(page.nodes.map(({ name }: Pod) => name).join("")).toBe(names);
  expect(page.edges.map(({ node }: { node: Pod }) => node.name).join("")).toBe(names);
  expect(page.pageInfo).toEqual({
    hasNextPage: next,
    hasPreviousPage: previous,
    startCursor: page.edges.at(0)?.cursor ?? null,
    endCursor: page.edges.at(-1)?.cursor ?? null,
  });
});

test("a page has 50 unless it is said how many", async () => {
  const many = Array.from({ length: 60 }, (_, i) => object(pod, `eu-1/shop/${i}`));

  const { pods: page } = await new NaiveGraph(many).query(PAGE);

  expect(page.nodes.length).toBe(50);
});

test.each([
  ["first below 0", { first: -1 }],
  ["first over 200", { first: 201 }],
  ["last below 0", { last: -1 }],
  ["last over 200", { last: 201 }],
  ["first and last", { first: 1, last: 1 }],
  ["first and before", { first: 1, before: "x" }],
  ["last and after", { last: 1, after: "x" }],
  ["after and before", { after: "x", before: "x" }],
])("%s is a bad input", async (_, page) => {
  expect(await new NaiveGraph(pods).faults(PAGE, page)).toEqual(["BadInputError"]);
});

test("a cursor that was not made here, or for another list, is refused", async () => {
  const graph = new NaiveGraph(pods);
  const ofOneCluster = await cursorOf("b", { clusters: ["eu-1"] });

  expect(await graph.faults(PAGE, { after: "forged" })).toEqual(["BadCursorError"]);
  expect(await graph.faults(PAGE, { before: "" })).toEqual(["BadCursorError"]);
  expect(await graph.faults(PAGE, { after: ofOneCluster })).toEqual(["BadCursorError"]);
});

test("a cursor of an equal filter is good, however it is written", async () => {
  const after = await cursorOf("b", { clusters: ["eu-1"], names: ["*"] });

  const { pods: page } = await new NaiveGraph(pods).query(
    `query ($after: String) { pods(after: $after, filter: { names: ["*"], meshes: null, clusters: ["eu-1"] }) { nodes { name } } }`,
    { after },
  );

  expect(page.nodes.length).toBe(3);
});

test("a cursor of one object's edge is good for no other's", async () => {
  const graph = new NaiveGraph([...pods, object(namespace, "eu-1/shop"), object(namespace, "eu-1/bank")]);
  const EDGE = `query ($name: String!, $after: String) {
    namespace(cluster: "eu-1", name: $name) { pods(after: $after) { pageInfo { startCursor } } }
  }`;
  const { namespace: shop } = await graph.query(EDGE, { name: "shop" });
  const after = shop.pods.pageInfo.startCursor as string;

  expect(await graph.faults(EDGE, { name: "bank", after })).toEqual(["BadCursorError"]);
  expect(await graph.faults(EDGE, { name: "shop", after })).toEqual([]);
});

test("what is not asked for is not worked out", async () => {
  const graph = new NaiveGraph(pods.slice(0, 2));
  const asked: string[] = [];
  const spy = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (_, name) => {
        asked.push(String(name));
        const member = Reflect.get(target, name, target) as unknown;
        return typeof member === "function" ? member.bind(target) : member;
      },
    });
  const context = { ...graph.context, view: spy<View>(graph.context.view), seals: spy<Seals>(openSeals) };
  const ask = async (fields: string) => {
    asked.length = 0;
    await new Proxy(graph, {
      get: (target, name) => (name === "context" ? context : Reflect.get(target, name, target)),
    }).query(`{ pods ${fields} }`);
    return asked;
  };

  expect(await ask("{ nodes { name } }")).toEqual(["page"]);
  expect(await ask("{ totalCount }")).toEqual(["count"]);
  expect(await ask("{ edges { node { name } } pageInfo { hasNextPage } }")).toEqual(["page"]);
  expect(await ask("{ edges { cursor } nodes { name } }")).toEqual(["page", "seal", "seal"]);
});

const step = fc.record({ add: fc.array(fc.nat(99)), remove: fc.array(fc.nat(99)) });
const walk = fc.record({
  size: fc.integer({ min: 1, max: 4 }),
  forward: fc.boolean(),
  /** Each is there during the whole walk. */
  kept: fc.uniqueArray(fc.nat(99), { maxLength: 12 }),
  writes: fc.array(step, { maxLength: 8 }),
});

test("a walk gives each object that stays exactly once and in order, whatever is written meanwhile", async () => {
  await fc.assert(
    fc.asyncProperty(walk, async ({ size, forward, kept, writes }) => {
      const graph = new NaiveGraph(kept.map(podOf));
      const stays = new Set(graph.entities.map(({ name }) => name));
      const seen: string[] = [];
      let cursor: string | null = null;
      for (let turn = 0; ; turn += 1) {
        const page = await graph.query(PAGE, forward ? { first: size, after: cursor } : { last: size, before: cursor });
        const names = (page.pods.nodes as Pod[]).map(({ name }) => name);
        if (forward) seen.push(...names);
        else seen.unshift(...names);
        const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pods.pageInfo;
        if (!(forward ? hasNextPage : hasPreviousPage)) break;
        cursor = forward ? endCursor : startCursor;
        write(graph, writes[turn], stays);
      }
      expect(seen).toEqual([...new Set(seen)].toSorted());
      expect(seen.filter((name) => stays.has(name))).toEqual([...stays].toSorted());
    }),
    { numRuns: 100 },
  );
});

function podOf(number: number): Pod {
  return object(pod, `eu-1/shop/${String(number).padStart(2, "0")}`);
}

function write(
  graph: NaiveGraph,
  writes: { readonly add: readonly number[]; readonly remove: readonly number[] } | undefined,
  stays: ReadonlySet<string>,
): void {
  for (const added of (writes?.add ?? []).map(podOf))
    if (!graph.entities.some(({ name }) => name === added.name)) graph.entities.push(added);
  for (const { name } of (writes?.remove ?? []).map(podOf)) {
    const at = graph.entities.findIndex((entity) => entity.name === name);
    if (at >= 0 && !stays.has(name)) graph.entities.splice(at, 1);
  }
}
