import { expect, test } from "vitest";
import { source, watch } from "../support/entities.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const at = (time: string) => new Date(`2026-11-23T${time}Z`);
const told = (time: string) => at(time).toISOString();

const graph = new NaiveGraph([
  source("eu-1", { since: at("10:00:00") }),
  watch("eu-1", "Pod", { name: "pods", objects: 7, quarantined: 1 }),
  watch("eu-1", "Namespace", { name: "namespaces", lastEventAt: at("11:59:30") }),
  source("us-1"),
  watch("us-1", "Pod", { name: "pods", lastEventAt: at("11:58:44") }),
  source("ap-1", {
    phase: "DOWN",
    error: { code: "UPSTREAM_UNAVAILABLE", message: "refused", at: at("11:00:00"), retryAt: null },
  }),
  source("", { name: "meshes" }),
]);

test("a source tells how fresh it is, with its watches", async () => {
  const { sources } = await graph.query(`{
    sources(filter: { clusters: ["eu-1"] }) {
      id kind cluster phase since lastEventAt stalenessSeconds error { code }
      watches { resource phase objects quarantined lastEventAt }
    }
  }`);

  expect(sources).toEqual([
    {
      id: "Source/eu-1/kubernetes",
      kind: "kubernetes",
      cluster: "eu-1",
      phase: "LIVE",
      since: told("10:00:00"),
      lastEventAt: told("11:59:30"),
      stalenessSeconds: 30,
      error: null,
      watches: [
        { resource: "namespaces", phase: "WATCHING", objects: 0, quarantined: 0, lastEventAt: told("11:59:30") },
        { resource: "pods", phase: "WATCHING", objects: 7, quarantined: 1, lastEventAt: told("11:59:50") },
      ],
    },
  ]);
});

test("a source that was never heard has no age, and one of no cluster names none", async () => {
  const { down, own } = await graph.query(`{
    down: sources(filter: { phases: [DOWN] }) { cluster lastEventAt stalenessSeconds error { code message at retryAt } }
    own: sources(filter: { kinds: ["meshes"] }) { id cluster }
  }`);

  expect(down).toEqual([
    {
      cluster: "ap-1",
      lastEventAt: null,
      stalenessSeconds: null,
      error: { code: "UPSTREAM_UNAVAILABLE", message: "refused", at: told("11:00:00"), retryAt: null },
    },
  ]);
  expect(own).toEqual([{ id: "Source/meshes", cluster: null }]);
});

test.each([
  [undefined, ["", "ap-1", "eu-1", "us-1"]],
  [{ phases: ["STALE"] }, ["us-1"]],
  [{ phases: [] }, []],
  [{ kinds: ["kubernetes"], phases: ["LIVE"] }, ["eu-1"]],
  [{ kinds: [] }, []],
  [{ clusters: ["mars"] }, []],
])("the sources of %o", async (filter, clusters) => {
  const { sources } = await graph.query(`query ($filter: SourceFilter) { sources(filter: $filter) { cluster } }`, {
    filter,
  });

  expect(sources).toEqual(clusters.map((name) => ({ cluster: name || null })));
});
