import { once } from "node:events";
import { expect, test } from "vitest";
import type { Entity } from "../../schema/entity.ts";
import { IstioMeshConfig } from "../../schema/istio-mesh-config.ts";
import { Mesh } from "../../schema/mesh.ts";
import { Pod } from "../../schema/pod.ts";
import { MemoryLog } from "../../src/changelog/memory-log.ts";
import { Fleet } from "../../src/fleet/fleet.ts";
import type { WantedSource } from "../../src/fleet/fleet.ts";
import { MeshDeriver } from "../../src/fleet/mesh-deriver.ts";
import { SourceRunner } from "../../src/fleet/source-runner.ts";
import { silent } from "../../src/lib/logger.ts";
import { Store } from "../../src/store/store.ts";
import { eventually } from "../support/eventually.ts";

const newLog = (): MemoryLog => new MemoryLog({ maxAgeMs: Infinity, maxBytes: Infinity });
const pod = Object.assign(new Pod(), { cluster: "eu-1", namespace: "a", name: "p" });

/** A source that puts one pod and then waits for its end. */
function wanted(fingerprint = "1", runs: string[] = []): WantedSource {
  const create: WantedSource["create"] = () => ({
    id: "s",
    run: async (sink, _held, signal) => {
      runs.push(fingerprint);
      sink.put(pod);
      if (!signal.aborted) await once(signal, "abort");
    },
  });
  return { id: "s", fingerprint, create };
}

/** What the log holds of the source, once it is what is awaited. */
function held(log: MemoryLog, awaited: readonly Entity[]): Promise<readonly Entity[]> {
  const attempt = async (): Promise<readonly Entity[]> => {
    const found = [...(await log.held("s"))];
    expect(found).toEqual(awaited);
    return found;
  };
  return eventually("the log holds it", attempt, { everyMs: 2 });
}

test("what a removed source brought is withdrawn after its grace", async () => {
  const log = newLog();
  await using fleet = new Fleet({ log, logger: silent, removalGraceMs: 5 });
  await fleet.set([wanted()]);
  expect(await held(log, [pod])).toEqual([pod]);
  await fleet.set([]);
  expect(await held(log, [])).toEqual([]);
});

test("a source that is wanted again in time keeps what it brought", async () => {
  const log = newLog();
  const deletions: unknown[] = [];
  await log.follow({
    restart: () => {},
    advance: ({ changes }) => deletions.push(...changes.filter(({ kind }) => kind === "DELETED")),
  });
  await using fleet = new Fleet({ log, logger: silent, removalGraceMs: 60_000 });
  await fleet.set([wanted()]);
  expect(await held(log, [pod])).toEqual([pod]);
  await fleet.set([]);
  expect(await held(log, [pod])).toEqual([pod]);
  await fleet.set([wanted()]);
  expect(await held(log, [pod])).toEqual([pod]);

  expect(deletions).toEqual([]);
});

test("another fingerprint takes a source's place, the same one changes nothing", async () => {
  const log = newLog();
  const runs: string[] = [];
  await using fleet = new Fleet({ log, logger: silent, removalGraceMs: 5 });
  await fleet.set([wanted("1", runs)]);
  await eventually("the first run", () => expect(runs).toEqual(["1"]), { everyMs: 2 });
  await fleet.set([wanted("1", runs)]);
  await fleet.set([wanted("2", runs)]);
  await eventually("the second run", () => expect(runs).toEqual(["1", "2"]), { everyMs: 2 });
});

test("a change that fails does not stop the next one", async () => {
  const log = newLog();
  await using fleet = new Fleet({ log, logger: silent, removalGraceMs: 5 });
  const broken: WantedSource = {
    ...wanted(),
    create: () => {
      throw new Error("broken");
    },
  };
  await expect(fleet.set([broken])).rejects.toThrow("broken");
  await fleet.set([wanted()]);
  expect(await held(log, [pod])).toEqual([pod]);
});

test("a stale term ends, and the source begins another one", async () => {
  const log = newLog();
  const runs: string[] = [];
  await using fleet = new Fleet({ log, logger: silent, removalGraceMs: 5 });
  const { create } = wanted("1", runs);
  const puts: (() => void)[] = [];
  const source: WantedSource = {
    ...wanted(),
    create: (renew) => {
      const inner = create(renew);
      return {
        id: "s",
        run: (sink, before, signal) => {
          puts.push(() => sink.put(pod));
          return inner.run(sink, before, signal);
        },
      };
    },
  };
  await fleet.set([source]);
  expect(await held(log, [pod])).toEqual([pod]);
  await log.own("s");
  puts[0]?.();
  await eventually("another term", () => expect(runs).toEqual(["1", "1"]), { everyMs: 10 });
});

test("a source that is stopped before it was owned ends at once", async () => {
  await new SourceRunner(new MeshDeriver(new Store(), []), newLog(), silent).stop();
  const stopped = new AbortController();
  stopped.abort();
  const sink = { put: () => {}, delete: () => {} };
  const rest = {
    ready: async () => {},
    flush: async () => {},
    beginList: async () => {},
    completeList: async () => {},
  };
  await new MeshDeriver(new Store(), []).run({ ...sink, ...rest }, [], stopped.signal);

  expect(stopped.signal.aborted).toBe(true);
});

test("meshes follow what control planes say, and only what differs is told", async () => {
  const log = newLog();
  const store = new Store();
  await log.follow(store);
  const runner = new SourceRunner(new MeshDeriver(store, []), log, silent);
  const config = Object.assign(new IstioMeshConfig(), { cluster: "eu-1", name: "istio", trustDomain: "td" });
  const owner = await log.own("clusters");
  const names = () => [...store.of(Mesh).values()].map(({ name, clusterNames }) => [name, clusterNames]);
  await log.append(owner, { seq: 1, facts: [{ op: "put", entity: config }] });
  await eventually("the mesh", () => expect(names()).toEqual([["td", ["eu-1"]]]), { everyMs: 2 });
  const [mesh] = store.of(Mesh).values();
  await log.append(owner, { seq: 2, facts: [{ op: "put", entity: Object.assign(new IstioMeshConfig(), config) }] });
  await log.append(owner, { seq: 3, facts: [{ op: "put", entity: pod }] });
  expect([...store.of(Mesh).values()][0]).toBe(mesh);
  await log.append(owner, { seq: 4, facts: [{ op: "delete", type: IstioMeshConfig, id: config.id }] });
  await eventually("no mesh", () => expect(names()).toEqual([]), { everyMs: 2 });
  await runner.stop();
});
