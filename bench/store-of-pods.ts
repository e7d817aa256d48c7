import { Decoder } from "../connectors/kubernetes/decode.ts";
import { pod } from "../connectors/kubernetes/kinds/pod.ts";
import type { JsonObject } from "../schema/kubernetes-object.ts";
import { Pod } from "../schema/pod.ts";
import { MemoryLog } from "../src/changelog/memory-log.ts";
import { MAX_FACTS } from "../src/ports.ts";
import { Store } from "../src/store/store.ts";
import { realisticPod } from "../test/support/realistic-pod.ts";

/** A log of this many pods and the store that follows it. */
export interface Filled {
  readonly store: Store;
  readonly log: MemoryLog;
}

export async function storeOfPods(size: number, from: (number: number) => object = realisticPod): Promise<Filled> {
  const log = new MemoryLog({ maxAgeMs: 60_000, maxBytes: 1e6 });
  const store = new Store();
  await log.follow(store);
  const owner = await log.own("eu-1/kubernetes");
  const decoder = new Decoder("eu-1");
  await log.append(owner, { seq: 1, facts: [], list: { type: Pod, mark: "begin" } });
  let seq = 1;
  for (let done = 0; done < size; done += MAX_FACTS) {
    const facts = Array.from({ length: Math.min(MAX_FACTS, size - done) }, (_, i) => {
      // From text, as from the wire: what is kept must not share strings with what made it.
      const object = JSON.parse(JSON.stringify(from(done + i))) as JsonObject;
      return { op: "put" as const, entity: decoder.decode(pod, object) };
    });
    seq += 1;
    await log.append(owner, { seq, facts });
  }
  await log.append(owner, { seq: seq + 1, facts: [], list: { type: Pod, mark: "complete" } });
  return { store, log };
}
