import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { startApp } from "../src/app.ts";
import { createConfig } from "../src/config.ts";
import type { DemoApiServer } from "../src/demo/api-server.ts";
import { startDemoFleet } from "../src/demo/fleet.ts";
import { keyOf } from "../src/demo/kube-object.ts";
import { Lifecycle } from "../src/lib/lifecycle.ts";
import { silent } from "../src/lib/logger.ts";
import { createRandom, type Random } from "../src/lib/random.ts";
import { eventually } from "./support/eventually.ts";
import { Follower, type Transport, overEvents, overSocket } from "./support/follower.ts";
import { FragileLine } from "./support/fragile-line.ts";
import { type GraphAnswer, ask } from "./support/graph-client.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

vi.setConfig({ testTimeout: 50_000 });

/** How often somebody is cut off. */
const CUTS = 100;

const TYPES = { Pod: "pods", ServiceEntry: "serviceentries.networking.istio.io" } as const;
type Type = keyof typeof TYPES;
const types = Object.keys(TYPES) as Type[];

/** Two clusters of the demo in which only this test changes anything, and gateways over them. */
async function startClusters(opened: Lifecycle, random: Random) {
  const fleet = opened.use(await startDemoFleet({ seed: 1, changesPerSecond: 0 }));
  const folder = opened.use(await temporaryFolder());
  const [path, keyFile] = [join(folder.path, "kubeconfig"), join(folder.path, "key")];
  await writeFile(path, fleet.kubeconfig);
  await writeFile(keyFile, randomBytes(32));
  const kubernetes = { kubeconfigs: [{ path, contexts: ["eu-1", "us-1"] }] };
  const clusters = fleet.clusters.filter(({ name }) => name === "eu-1" || name === "us-1");
  let made = 0;

  /** A change that clients see: an object is put, patched or deleted. */
  const write = (cluster: string, server: DemoApiServer, type: Type, extra: string, canGo = false) => {
    const pattern = server.list(TYPES[type]).at(-1);
    if (pattern === undefined) throw new Error(`no ${type} in ${cluster}`);
    const { namespace = "" } = pattern.metadata;
    const isExtra = !canGo || random.int(2) === 0;
    const key = isExtra ? `${namespace}/${extra}` : keyOf(random.pick(server.list(TYPES[type])).metadata);
    const metadata = { labels: { made: String((made += 1)) } };
    const before = server.get(TYPES[type], key);
    const isGone = canGo && isExtra && before !== undefined && random.int(3) === 0;
    if (isGone) server.delete(TYPES[type], key);
    else if (before !== undefined) server.patch(TYPES[type], key, { metadata });
    else server.put({ ...pattern, metadata: { ...metadata, name: extra, namespace } });
    return [`${type}/${cluster}/${key}`, server.get(TYPES[type], key)?.metadata.resourceVersion] as const;
  };
  return {
    start: (options: object = {}) => {
      const config = { server: { port: 0, ...options }, kubernetes, access: { loopback: true } } as const;
      return startApp(createConfig(config, { environment: {} }), { log: silent });
    },
    keyFile,
    burst: (changes: number) => {
      for (let i = 0; i < changes; i += 1) {
        const { name, server } = random.pick(clusters);
        write(name, server, random.pick(types), `extra-${random.int(40)}`, true);
      }
    },
    /** The last change of each watch: whoever has heard it has heard what came before. */
    mark: () => clusters.flatMap(({ name, server }) => types.map((type) => write(name, server, type, "last"))),
  };
}

type State = ReadonlyMap<string, string>;

/** The resourceVersion of each object of the types, by id, as a query tells it. */
async function stateOf(url: string): Promise<State> {
  const state = new Map<string, string>();
  for (const list of ["pods", "serviceEntries"]) {
    const query = `query ($after: String) {
      list: ${list}(first: 200, after: $after) { nodes { id resourceVersion } pageInfo { hasNextPage endCursor } }
    }`;
    let page: GraphAnswer = null;
    do {
      page = (await ask(url, query, { after: page?.pageInfo.endCursor ?? null })).list;
      for (const { id, resourceVersion } of page.nodes) state.set(id, resourceVersion);
    } while (page.pageInfo.hasNextPage === true);
  }
  return state;
}

/** Waits until all of it is known, and nothing older. */
function untilKnown(
  marks: readonly (readonly [string, string | undefined])[],
  states: () => Promise<State[]> | State[],
) {
  return eventually(
    "the last changes are known",
    async () => {
      for (const state of await states()) for (const [id, version] of marks) expect(state.get(id)).toBe(version);
    },
    { everyMs: 5 },
  );
}

test("whoever is cut off at any moment and resumes has heard exactly what one heard who never was", async () => {
  const random = createRandom(7);
  await using opened = new Lifecycle();
  const clusters = await startClusters(opened, random);
  const { url } = opened.use(await clusters.start());
  const line = opened.use(await new FragileLine(random).listen());
  line.leadTo(url);
  const witness = opened.use(new Follower(url, overEvents)).fold;
  const transports = [overEvents, overSocket, overEvents, overSocket];
  const follow = (transport: Transport) => opened.use(new Follower(line.url, transport)).fold;
  const folds = transports.slice(2).map(follow);
  await eventually("the present state is heard", () => {
    for (const { places } of [witness, ...folds]) expect(places).not.toEqual([]);
  });
  line.toCut = CUTS;
  line.interrupt();
  line.leadTo(url);
  // These two are cut in their snapshot, too.
  folds.push(...transports.slice(2).map(follow));

  // One burst ahead of what is heard: mostly while the others are behind and read the past, sometimes when all are there and hear it live.
  for (let marks = clusters.mark(); line.cuts < CUTS;) {
    clusters.burst(1 + random.int(80));
    const next = clusters.mark();
    const hearers = random.int(3) === 0 ? [witness, ...folds] : [witness];
    await eventually(
      "the burst before is heard",
      () => {
        for (const { state } of hearers)
          for (const [id, version] of marks) expect(Number(state.get(id))).toBeGreaterThanOrEqual(Number(version));
      },
      { everyMs: 5 },
    );
    marks = next;
  }
  // What is changed while nobody is there is told to them although nothing follows it.
  line.interrupt();
  clusters.burst(50);
  const last = clusters.mark();
  await untilKnown(last, async () => [await stateOf(url)]);
  line.leadTo(url);
  await untilKnown(last, () => [witness, ...folds].map(({ state }) => state));

  const truth = await stateOf(url);
  for (const fold of [witness, ...folds]) {
    expect(fold.faults).toEqual([]);
    expect(fold.state).toEqual(truth);
    expect(fold.gaps).toBe(0);
    expect(fold.changes).toEqual(witness.changes.slice(witness.changes.length - fold.changes.length));
  }
  expect(folds.reduce((sum, { resumptions }) => sum + resumptions, 0)).toBeGreaterThan(CUTS / 2);

  // And each cursor gives the same again, to whoever has it.
  const places = Array.from({ length: 20 }, () => random.pick(witness.places));
  for (const [i, { cursor, count }] of places.entries()) {
    await using late = new Follower(url, transports[i % 2] ?? overEvents, cursor);
    const suffix = witness.changes.slice(count);
    await eventually("what followed is heard", () => expect(late.fold.changes).toEqual(suffix), { everyMs: 5 });
    expect(late.fold).toMatchObject({ faults: [], gaps: 0 });
  }
});

test.each([
  ["with a key of its own", false],
  ["with the same key", true],
])("the cursor of a gateway that has ended gives a gap and a snapshot in the next one %s", async (_, isKeyKept) => {
  const random = createRandom(8);
  await using opened = new Lifecycle();
  const clusters = await startClusters(opened, random);
  const options = isKeyKept ? { cursorKeyFile: clusters.keyFile } : {};
  const line = opened.use(await new FragileLine(random).listen());
  const folds = [overEvents, overSocket].map((transport) => opened.use(new Follower(line.url, transport)).fold);
  const states = () => folds.map(({ state }) => state);
  const change = async (times: number, heard: Parameters<typeof untilKnown>[1]) => {
    for (let i = 0; i < times; i += 1) {
      clusters.burst(30);
      await untilKnown(clusters.mark(), heard);
    }
  };
  {
    await using first = await clusters.start(options);
    line.leadTo(first.url);
    await change(10, states);
    line.interrupt();
  }
  clusters.burst(300);
  const { url } = opened.use(await clusters.start(options));
  // Its log comes farther, so that the cursor would be a place in it.
  await change(20, async () => [await stateOf(url)]);
  line.leadTo(url);
  await eventually("the gap is heard", () => expect(folds.map(({ gaps }) => gaps)).toEqual([1, 1]), { everyMs: 5 });
  await change(5, states);

  const truth = await stateOf(url);
  for (const { faults, state, gaps } of folds)
    expect({ faults, state, gaps }).toEqual({ faults: [], state: truth, gaps: 1 });
});
