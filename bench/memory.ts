import { Pod } from "../schema/pod.ts";
import { indexOf } from "../src/store/index-of.ts";
import { realisticPod } from "../test/support/realistic-pod.ts";
import type { Figure } from "./measure.ts";
import { usedHeap } from "./measure.ts";
import { storeOfPods } from "./store-of-pods.ts";

const PODS = 20_000;

const byNode = indexOf(Pod, ({ cluster, nodeName }) => (nodeName === null ? [] : [`${cluster}/${nodeName}`]));
const byLabel = indexOf(Pod, ({ cluster, namespace, labels }) =>
  Object.entries(labels).map(([key, value]) => `${cluster}/${namespace}/${key}=${value}`),
);

/** Heap of a pod in the store, with its two indexes and the log's state, against the parsed object. */
export async function memory(): Promise<readonly Figure[]> {
  const before = usedHeap();
  const filled = await storeOfPods(PODS);
  filled.store.of(Pod).index(byNode);
  filled.store.of(Pod).index(byLabel);
  const kept = (usedHeap() - before) / PODS;
  const between = usedHeap();
  const parsed = Array.from(
    { length: PODS },
    (_, number) => JSON.parse(JSON.stringify(realisticPod(number))) as object,
  );
  const whole = (usedHeap() - between) / PODS;
  if (parsed.length !== PODS || filled.store.of(Pod).size !== PODS) throw new Error("not all pods are there");
  return [
    {
      name: "heap per pod",
      value: kept,
      unit: "B",
      baseline: `parsed whole, ${Math.round(whole)} B`,
      ratio: kept / whole,
    },
  ];
}
