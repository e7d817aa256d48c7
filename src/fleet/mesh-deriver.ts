import { IstioMeshConfig } from "../../schema/istio-mesh-config.ts";
import { Mesh } from "../../schema/mesh.ts";
import type { Entity } from "../../schema/entity.ts";
import type { ConfiguredMesh } from "../model/mesh/meshes.ts";
import { deriveMeshes } from "../model/mesh/meshes.ts";
import type { LogEntry, Sink } from "../ports.ts";
import type { Store } from "../store/store.ts";
import type { FactSource } from "./source-runner.ts";

/** Derives the meshes from what the clusters' control planes say, each time it changes. */
export class MeshDeriver implements FactSource {
  readonly id = "meshes";
  readonly #store: Store;
  readonly #configured: readonly ConfiguredMesh[];

  constructor(store: Store, configured: readonly ConfiguredMesh[]) {
    this.#store = store;
    this.#configured = configured;
  }

  async run(sink: Sink, held: Iterable<Entity>, signal: AbortSignal): Promise<void> {
    let present = new Map([...held].filter((entity) => entity instanceof Mesh).map((mesh) => [mesh.id, mesh]));
    const derive = (): void => {
      const meshes = deriveMeshes(this.#configured, this.#store.of(IstioMeshConfig).values());
      const next = new Map(meshes.map((mesh) => [mesh.id, mesh]));
      for (const id of present.keys()) if (!next.has(id)) sink.delete(Mesh, id);
      for (const [id, mesh] of next) if (!isSame(mesh, present.get(id))) sink.put(mesh);
      present = next;
    };
    using _ = this.#store.listen({
      restarted: derive,
      advanced: ({ changes }: LogEntry) => {
        if (changes.some(({ type }) => type === IstioMeshConfig)) derive();
      },
    });
    derive();
    if (signal.aborted) return;
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  }
}

function isSame(a: Mesh, b: Mesh | undefined): boolean {
  return b !== undefined && a.trustDomain === b.trustDomain && a.clusterNames.join(" ") === b.clusterNames.join(" ");
}
