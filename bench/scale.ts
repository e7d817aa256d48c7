import { Pod } from "../schema/pod.ts";
import { everything } from "../src/access/rights.ts";
import { StoreView } from "../src/access/store-view.ts";
import type { Figure } from "./measure.ts";
import { microseconds } from "./measure.ts";
import { storeOfPods } from "./store-of-pods.ts";

/** Point reads and pages of 50, without a filter or a count, as the fleet grows. */
export async function scale(sizes: readonly number[]): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  let smallest: Times | undefined;
  for (const size of sizes) {
    const times = await timesAt(size);
    smallest ??= times;
    const baseline = `at ${sizes[0]} pods`;
    figures.push(
      { name: `point read, ${size} pods`, value: times.read, unit: "µs", baseline, ratio: times.read / smallest.read },
      { name: `page of 50, ${size} pods`, value: times.page, unit: "µs", baseline, ratio: times.page / smallest.page },
    );
  }
  return figures;
}

interface Times {
  readonly read: number;
  readonly page: number;
}

async function timesAt(size: number): Promise<Times> {
  const { store } = await storeOfPods(size);
  const view = new StoreView({ store, rights: everything, now: new Date(), scanBudget: 100_000 });
  const step = Math.max(1, Math.floor(size / 1000));
  const keys = [...store.of(Pod).values()].filter((_, number) => number % step === 0);
  let turn = 0;
  const key = () => keys[(turn += 1) % keys.length] ?? null;
  return {
    read: microseconds(() => view.get(Pod, key() as Pod)),
    page: microseconds(() => view.page(Pod, {}, { first: 50, after: key() as Pod })),
  };
}
