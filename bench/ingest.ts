import { ClusterSource } from "../connectors/kubernetes/cluster-source.ts";
import { pod } from "../connectors/kubernetes/kinds/pod.ts";
import { Pod } from "../schema/pod.ts";
import { MemoryLog } from "../src/changelog/memory-log.ts";
import { SourceSink } from "../src/fleet/source-sink.ts";
import { silent } from "../src/lib/logger.ts";
import { Store } from "../src/store/store.ts";
import { connectionTo, quietTelemetry } from "../test/support/start-reading.ts";
import type { Figure } from "./measure.ts";
import { median } from "./measure.ts";
import { PAGE, startReadyCluster } from "./ready-cluster.ts";

const PODS = 10_000;
const ROUNDS = 5;

/** Pods a second from an API server into the store, against fetch and JSON.parse of the same bytes. */
export async function ingest(): Promise<readonly Figure[]> {
  await using server = await startReadyCluster({ pods: PODS });
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [mine, theirs] = [await readByReflector(server.url), await readByFetch(server.url)];
    if (round > 0) ours.push(mine);
    if (round > 0) plain.push(theirs);
  }
  const ratios = ours.map((time, round) => (plain[round] ?? Number.NaN) / time);
  const value = (PODS * 1000) / median(ours);
  return [{ name: "ingest of pods", value, unit: "pods/s", baseline: "fetch + JSON.parse", ratio: median(ratios) }];
}

/** Milliseconds from the start of a source until the store holds all. */
async function readByReflector(url: string): Promise<number> {
  const log = new MemoryLog({ maxAgeMs: 60_000, maxBytes: 1e6 });
  const store = new Store();
  await log.follow(store);
  const abort = new AbortController();
  const connection = connectionTo(url);
  const source = new ClusterSource({
    kinds: [pod],
    connection,
    log: silent,
    telemetry: quietTelemetry,
    build: "bench",
  });
  const start = performance.now();
  const all = new Promise<number>((resolve) => {
    store.listen({
      restarted: () => {},
      advanced: () => {
        if (store.of(Pod).size === PODS) resolve(performance.now() - start);
      },
    });
  });
  const sink = new SourceSink(log, await log.own(source.id), (error) => {
    throw error;
  });
  const run = source.run(sink, [], abort.signal);
  const time = await all;
  abort.abort();
  await run;
  return time;
}

async function readByFetch(url: string): Promise<number> {
  const start = performance.now();
  let count = 0;
  for (let next = "0"; next !== "";) {
    const response = await fetch(`${url}/api/v1/pods?limit=${PAGE}&continue=${next}`);
    const { items, metadata } = JSON.parse(await response.text()) as {
      items: object[];
      metadata: { continue: string };
    };
    count += items.length;
    next = metadata.continue;
  }
  if (count !== PODS) throw new Error("not all pods came");
  return performance.now() - start;
}
