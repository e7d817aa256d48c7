import * as fc from "fast-check";
import { expect, test } from "vitest";
import { IstioMeshConfig } from "../../schema/istio-mesh-config.ts";
import { Mesh } from "../../schema/mesh.ts";
import { deriveMeshes } from "../../src/model/mesh/meshes.ts";
import type { Fact } from "../../src/ports.ts";
import { deriving } from "./support/deriving.ts";

/** What the control plane of a cluster says: `<mesh id>` or, where it gives none, only `td:<trust domain>`. */
function config(cluster: string, says: string): IstioMeshConfig {
  const [meshId, trustDomain] = says.startsWith("td:") ? [null, says.slice(3)] : [says, "cluster.local"];
  return Object.assign(new IstioMeshConfig(), {
    cluster,
    namespace: "istio-system",
    name: "istio",
    meshId,
    trustDomain,
  });
}

const says = (cluster: string, what: string): Fact => ({ op: "put", entity: config(cluster, what) });
const silent = (cluster: string): Fact => ({ op: "delete", type: IstioMeshConfig, id: config(cluster, "").id });

test("a mesh appears with the first cluster that names it, changes with each, and disappears with the last", async () => {
  const { append, meshes } = await deriving();
  await append(says("eu-1", "retail"));
  expect(meshes()).toEqual(["retail: eu-1"]);
  await append(says("us-1", "retail"));
  expect(meshes()).toEqual(["retail: eu-1 us-1"]);
  await append(silent("eu-1"));
  expect(meshes()).toEqual(["retail: us-1"]);
  await append(silent("us-1"));

  expect(meshes()).toEqual([]);
});

test("a cluster that gets a mesh id leaves the mesh of its trust domain", async () => {
  const { append, meshes, sink } = await deriving();
  await append(says("eu-1", "td:bank.example"));
  expect(meshes()).toEqual(["bank.example: eu-1"]);
  await append(says("eu-1", "retail"));

  expect(meshes()).toEqual(["retail: eu-1"]);
  expect(sink.told.map(({ op }) => op)).toEqual(["put", "delete", "put"]);
});

test("a configured mesh is there before and after its clusters, and they join no other; their trust domain is told", async () => {
  const { append, meshes, sink } = await deriving([{ name: "one", clusters: ["eu-1"] }]);
  const trustDomains = () => sink.of(Mesh).map(({ trustDomain }) => trustDomain);
  expect(trustDomains()).toEqual([null]);
  await append(says("eu-1", "retail"));
  expect(trustDomains()).toEqual(["cluster.local"]);
  expect(meshes()).toEqual(["one: eu-1"]);
  await append(silent("eu-1"));

  expect(trustDomains()).toEqual([null]);
});

test("it goes on from what is held: what still holds is not told again, what does not is deleted", async () => {
  const held = deriveMeshes([{ name: "one", clusters: ["eu-1"] }], [config("us-1", "gone")]);
  const { meshes, sink } = await deriving([{ name: "one", clusters: ["eu-1"] }], held);

  expect(meshes()).toEqual(["one: eu-1"]);
  expect(sink.told).toEqual([{ op: "delete", id: "Mesh/gone" }]);
});

test("a store that is replaced is derived from anew", async () => {
  const { append, meshes, store } = await deriving();
  await append(says("eu-1", "retail"));
  store.restart({ epoch: "next", position: "0-0", entities: [config("us-1", "bank")] });

  expect(meshes()).toEqual(["bank: us-1"]);
});

test("once it has ended it says nothing more", async () => {
  const { append, sink, end } = await deriving();
  await end();
  await append(says("eu-1", "retail"));

  expect(sink.told).toEqual([]);
});

test("whatever clusters say, the facts told give the meshes that there are, and each of them changes something", async () => {
  const cluster = fc.constantFrom("c1", "c2", "c3");
  const fact = fc.oneof(
    fc.tuple(cluster, fc.constantFrom("a", "b", "td:a", "td:b")).map(([of, what]) => says(of, what)),
    cluster.map(silent),
  );
  const meshes = fc.uniqueArray(fc.record({ name: fc.constantFrom("a", "m"), clusters: fc.uniqueArray(cluster) }), {
    selector: ({ name }) => name,
  });
  await fc.assert(
    fc.asyncProperty(
      meshes,
      fc.array(fc.array(fact, { maxLength: 3 }), { maxLength: 8 }),
      async (configured, batches) => {
        const { append, sink, store } = await deriving(configured);
        const seen = new Map<string, string>();
        for (const batch of batches) {
          await append(...batch);
          const expected = deriveMeshes(configured, store.of(IstioMeshConfig).values());
          expect(sink.of(Mesh).toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(expected);
        }
        for (const told of sink.told) {
          const [id, state] =
            told.op === "put" ? [told.entity.id, JSON.stringify(told.entity)] : ["id" in told ? told.id : "", ""];
          expect(state).not.toBe(seen.get(id) ?? "");
          seen.set(id, state);
        }
      },
    ),
  );
});
