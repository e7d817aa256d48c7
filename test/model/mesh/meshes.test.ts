import * as fc from "fast-check";
import { expect, test } from "vitest";
import { IstioMeshConfig } from "../../../schema/istio-mesh-config.ts";
import { deriveMeshes } from "../../../src/model/mesh/meshes.ts";

function config(cluster: string, trustDomain: string, meshId: string | null = null): IstioMeshConfig {
  return Object.assign(new IstioMeshConfig(), { cluster, name: "istio", trustDomain, meshId });
}

const told = (...meshes: Parameters<typeof deriveMeshes>) =>
  deriveMeshes(...meshes).map(({ name, trustDomain, clusterNames }) => [name, trustDomain, clusterNames]);

test("clusters of one mesh id are one mesh", () => {
  expect(told([], [config("us-1", "td", "retail"), config("eu-1", "td", "retail")])).toEqual([
    ["retail", "td", ["eu-1", "us-1"]],
  ]);
});

test("without a mesh id the trust domain stands for it", () => {
  expect(told([], [config("eu-1", "cluster.local"), config("eu-2", "bank.example")])).toEqual([
    ["bank.example", "bank.example", ["eu-2"]],
    ["cluster.local", "cluster.local", ["eu-1"]],
  ]);
});

test("the operator's word comes before what control planes say", () => {
  const configured = [
    { name: "one", clusters: ["eu-1"] },
    { name: "two", clusters: ["us-1"] },
  ];

  expect(told(configured, [config("eu-1", "cluster.local"), config("us-1", "cluster.local")])).toEqual([
    ["one", "cluster.local", ["eu-1"]],
    ["two", "cluster.local", ["us-1"]],
  ]);
});

test("a configured mesh is there before its clusters have said anything", () => {
  expect(told([{ name: "one", clusters: ["eu-1"] }], [])).toEqual([["one", null, ["eu-1"]]]);
});

test("clusters that are found to be of a configured mesh's name join it", () => {
  expect(told([{ name: "retail", clusters: ["eu-1"] }], [config("us-1", "td", "retail")])).toEqual([
    ["retail", "td", ["eu-1", "us-1"]],
  ]);
});

test("two trust domains in one mesh are none", () => {
  expect(told([], [config("eu-1", "a", "retail"), config("us-1", "b", "retail")])).toEqual([
    ["retail", null, ["eu-1", "us-1"]],
  ]);
});

test("a cluster with two control planes of two meshes is in both", () => {
  expect(told([], [config("eu-1", "td", "a"), config("eu-1", "td", "b")])).toEqual([
    ["a", "td", ["eu-1"]],
    ["b", "td", ["eu-1"]],
  ]);
});

test("each cluster with a control plane is in a mesh, each other one in none, whatever the order", () => {
  const cluster = fc.constantFrom("c1", "c2", "c3", "c4");
  const word = fc.constantFrom("a", "b");
  const configs = fc.array(
    fc.tuple(cluster, word, fc.option(word)).map(([name, td, id]) => config(name, td, id)),
    { maxLength: 6 },
  );
  const meshes = fc.uniqueArray(fc.record({ name: fc.constantFrom("a", "m"), clusters: fc.uniqueArray(cluster) }), {
    selector: ({ name }) => name,
  });
  fc.assert(
    fc.property(meshes, configs, (configured, found) => {
      const derived = deriveMeshes(configured, found);
      const members = new Set(derived.flatMap(({ clusterNames }) => clusterNames));
      expect([...members].toSorted()).toEqual(
        [
          ...new Set([...configured.flatMap(({ clusters }) => clusters), ...found.map((one) => one.cluster)]),
        ].toSorted(),
      );
      expect(deriveMeshes(configured.toReversed(), found.toReversed())).toEqual(derived);
    }),
  );
});
