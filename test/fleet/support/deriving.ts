import type { Entity } from "../../../schema/entity.ts";
import { Mesh } from "../../../schema/mesh.ts";
import { MemoryLog } from "../../../src/changelog/memory-log.ts";
import { MeshDeriver } from "../../../src/fleet/mesh-deriver.ts";
import type { ConfiguredMesh } from "../../../src/model/mesh/meshes.ts";
import type { Fact } from "../../../src/ports.ts";
import { Store } from "../../../src/store/store.ts";
import { RecordingSink } from "../../support/recording-sink.ts";

/** A deriver that runs on a store, and what its sink was told. */
export async function deriving(configured: readonly ConfiguredMesh[] = [], held: readonly Entity[] = []) {
  const log = new MemoryLog({ maxAgeMs: Infinity, maxBytes: Infinity });
  const store = new Store();
  await log.follow(store);
  const owner = await log.own("clusters");
  const sink = new RecordingSink();
  for (const entity of held) sink.entities.set(entity.id, entity);
  const stop = new AbortController();
  const ended = new MeshDeriver(store, configured).run(sink, held, stop.signal);
  let seq = 0;
  const append = (...facts: readonly Fact[]) => log.append(owner, { seq: (seq += 1), facts });
  const meshes = () => sink.of(Mesh).map(({ name, clusterNames }) => `${name}: ${clusterNames.join(" ")}`);
  const end = async (): Promise<void> => {
    stop.abort();
    await ended;
  };
  return { store, sink, append, meshes, end };
}
