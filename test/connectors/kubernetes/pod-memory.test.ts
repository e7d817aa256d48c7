import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";
import { pod } from "../../../connectors/kubernetes/kinds/pod.ts";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { realisticPod } from "../../support/realistic-pod.ts";

const PODS = 5_000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

test("a pod costs at most 1.0 KB of heap, with its share of the strings that pods share", () => {
  const decoder = new Decoder("eu-1");
  const decode = (number: number) =>
    decoder.decode(pod, JSON.parse(JSON.stringify(realisticPod(number))) as JsonObject);
  decode(0);
  const pods: object[] = Array.from({ length: PODS });

  const before = heap();
  for (let number = 0; number < PODS; number += 1) pods[number] = decode(number);
  const bytes = (heap() - before) / PODS;

  expect(bytes).toBeLessThan(1_000);
  expect(pods.length).toBe(PODS);
});

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
