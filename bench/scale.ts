import { Decoder } from "../connectors/kubernetes/decode.ts";
import { pod } from "../connectors/kubernetes/kinds/pod.ts";
import { Pod } from "../schema/pod.ts";
import { everything } from "../src/access/rights.ts";
import { StoreView } from "../src/access/store-view.ts";
import { MemoryLog } from "../src/changelog/memory-log.ts";
import { MAX_FACTS } from "../src/ports.ts";
import { Store } from "../src/store/store.ts";
import { podOf } from "./pods.ts";
import type { Figure } from "./measure.ts";
import { microseconds } from "./measure.ts";

/** Point reads and pages of 50, as the fleet grows to a million pods. */
export async function scale(sizes: readonly number[] = [10_000, 100_000, 1_000_000]): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  let smallest: { readonly read: number; readonly page: number } | undefined;
  for (const size of sizes) {
    const { read, page } = await measure(size);
    smallest ??= { read, page };
    const baseline = `at ${sizes[0]} pods`;
    figures.push(
      { name: `point read at ${size} pods`, value: read, unit: "µs", baseline, ratio: read / smallest.read },
      { name: `page of 50 at ${size} pods`, value: page, unit: "µs", baseline, ratio: page / smallest.page },
    );
  }
  return figures;
}

async function measure(size: number): Promise<{ read: number; page: number }> {
  const store = await filled(size);
  const view = new StoreView({ store, rights: everything, now: new Date(), scanBudget: 100_000 });
  let turn = 0;
  const next = () => podOf((turn = (turn + 7919) % size)).metadata;
  const keyOf = () => {
    const { namespace, name } = next();
    return { cluster: "eu-1", namespace, name };
  };
  const keys = Array.from({ length: 1000 }, keyOf);
  const key = () => keys[(turn += 1) % keys.length] as (typeof keys)[number];
  return {
    read: microseconds(() => view.get(Pod, key())),
    page: microseconds(() => view.page(Pod, {}, { first: 50, after: key() })),
  };
}

/** A store that follows a log of this many pods in 200 namespaces. */
export async function filled(size: number): Promise<Store> {
  const log = new MemoryLog({ maxAgeMs: 60_000, maxBytes: 1e6 });
  const store = new Store();
  await log.follow(store);
  const owner = await log.own("eu-1/kubernetes");
  const decoder = new Decoder("eu-1");
  await log.append(owner, { seq: 1, facts: [], list: { type: Pod, mark: "begin" } });
  for (let done = 0, seq = 2; done < size; done += MAX_FACTS, seq += 1) {
    const facts = Array.from({ length: Math.min(MAX_FACTS, size - done) }, (_, i) => ({
      op: "put" as const,
      entity: decoder.decode(pod, JSON.parse(JSON.stringify(podOf(done + i)))),
    }));
    await log.append(owner, { seq, facts });
  }
  return store;
}
