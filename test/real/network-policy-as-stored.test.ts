import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { JsonObject } from "../../schema/kubernetes-object.ts";
import { KubeClient } from "../support/kube-client.ts";
import type { PolicyManifest, PolicyWorld } from "../support/random-network-policy-world.ts";
import { askGraph, type GraphAnswer } from "./network-policy/ask-graph.ts";
import { askModel } from "./network-policy/ask-model.ts";
import { questionsOf } from "./network-policy/questions.ts";
import { seed } from "./network-policy/seed.ts";
import { createPods, readWorld, type StoredWorld, takes } from "./network-policy/store-world.ts";
import { unsoundSpecs } from "./network-policy/unsound-specs.ts";
import { isSound, worldsToStore } from "./network-policy/worlds-to-store.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { withoutTools } from "./support/tools.ts";

/** How many ports of rules bear no protocol. */
function protocolsLeftOut(specs: readonly JsonObject[]): number {
  const rules = specs.flatMap((spec) =>
    [spec["ingress"], spec["egress"]].flatMap((list) => (list ?? []) as JsonObject[]),
  );
  const ports = rules.flatMap((rule) => (rule["ports"] ?? []) as JsonObject[]);
  return ports.filter(({ protocol }) => protocol === undefined).length;
}

function aloneAndTogether(policies: readonly PolicyManifest[]): readonly (readonly PolicyManifest[])[] {
  return [...policies.map((policy) => [policy]), policies];
}

/** The graph's answers about a world whose policies are held; where they are not what the rules say of it as written, that is a failure. */
function compareStored(world: PolicyWorld, { namespaces, pods, policies }: StoredWorld): readonly GraphAnswer[] {
  const questions = questionsOf(world);
  const names = new Set(world.policies.map(({ metadata }) => metadata.name));
  const held = policies.filter(({ name }) => names.has(name));
  const asWritten = askModel(world, questions);
  const asStored = askGraph(world, questions, [...namespaces, ...pods, ...held]);
  const at = asStored.findIndex((answer, index) => !isDeepStrictEqual(answer, asWritten[index]));
  if (at < 0) return asStored;
  const shown = { question: questions[at], asWritten: asWritten[at], asStored: asStored[at], held };
  throw new Error(
    `seed ${seed}\n${stringify({ ...shown, world: { ...world, queries: [] } }, { aliasDuplicateObjects: false })}`,
  );
}

describe.skipIf(withoutTools)("a real API server", () => {
  test("writes its defaults into what the graph reads, which changes no verdict, and takes what has no problems", async () => {
    await using plane = await startControlPlane();
    await using client = new KubeClient(plane);
    const worlds = worldsToStore(seed);
    for (const world of worlds) await createPods(client, world);

    for (const policy of worlds.flatMap(({ policies }) => policies))
      expect({ seed, policy, taken: await takes(client, policy) }).toEqual({ seed, policy, taken: isSound(policy) });
    const stored = await readWorld(client);

    const written = worlds.flatMap(({ policies }) => policies.filter(isSound));
    const answers: string[] = [];
    for (const world of worlds)
      for (const policies of aloneAndTogether(world.policies.filter(isSound)))
        answers.push(...compareStored({ ...world, policies }, stored).map(({ allowed }) => allowed));
    console.log(
      `NetworkPolicies as stored, seed ${seed}: ${written.length} policies, each alone and all together, ${answers.length} queries`,
    );
    expect([...new Set(answers)].toSorted()).toEqual(["ALLOWED", "DENIED"]);
    for (const { namespaces } of worlds)
      expect(stored.namespaces).toEqual(expect.arrayContaining(namespaces.map((one) => expect.objectContaining(one))));
    const specs = [written, stored.policies].map((policies) => policies.map(({ spec }) => spec));
    const [typesLeftOut, protocols] = [
      specs.map((some) => some.filter(({ policyTypes }) => policyTypes === undefined).length > 0),
      specs.map((some) => protocolsLeftOut(some) > 0),
    ];
    expect({ typesLeftOut, protocols }).toEqual({ typesLeftOut: [true, false], protocols: [true, false] });
  });

  test("refuses what the graph takes for a problem", async () => {
    await using plane = await startControlPlane();
    await using client = new KubeClient(plane);
    const policies = Object.entries(unsoundSpecs).map(([what, spec]) => {
      const metadata = { namespace: "default", name: "refused" };
      return { what, policy: { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata, spec } as const };
    });

    const said = [];
    for (const { what, policy } of policies)
      said.push({ what, sound: isSound(policy), taken: await takes(client, policy) });

    expect(said).toEqual(policies.map(({ what }) => ({ what, sound: false, taken: false })));
  });
});
