import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { networkPolicyWorlds, type PolicyWorld, type WorldOptions } from "../support/random-network-policy-world.ts";
import { compare, type Comparison } from "./network-policy/comparison.ts";
import { recipes, worldOfRecipe } from "./network-policy/recipes.ts";
import { describeDisagreement, Tally } from "./network-policy/report.ts";
import { seed } from "./network-policy/seed.ts";
import { type NetworkPolicyOracle, startNetworkPolicyOracle } from "./support/network-policy-oracle.ts";
import { withoutTools } from "./support/tools.ts";

const MOST_UNKNOWN = 0.02;
/** So that both work at the same time. */
const AT_ONCE = 25;

/** What bounds the time: the ports asked of in a random world. */
const PORTS_OF_WORLD = 2;

/** How many worlds of which kind. */
const random: readonly (readonly [number, WorldOptions])[] = [
  [800, {}],
  [1_000, { notIn: true, defaultedTypes: true }],
  [200, { notIn: true, defaultedTypes: true, dualStack: true }],
  [50, { notIn: true, defaultedTypes: true, hostNetwork: true }],
  [50, { notIn: true, defaultedTypes: true, hostNetwork: true, dualStack: true }],
];

/** Compares all questions about some worlds; where both differ, that is a failure with the smallest world that shows it. */
async function judge(
  oracle: NetworkPolicyOracle,
  worlds: readonly PolicyWorld[],
): Promise<readonly (readonly Comparison[])[]> {
  const compared = await Promise.all(worlds.map(async (world) => ({ world, all: await compare(oracle, world) })));
  for (const { world, all } of compared) {
    const disagreement = all.find(({ agree }) => !agree);
    if (disagreement !== undefined)
      throw new Error(`seed ${seed}\n${await describeDisagreement(oracle, world, disagreement)}`);
  }
  return compared.map(({ all }) => all);
}

function withFewPorts(world: PolicyWorld): PolicyWorld {
  return { ...world, queries: world.queries.slice(0, PORTS_OF_WORLD) };
}

/**
 * The graph's answers, from decoded objects in the store it serves from, against an engine that has nothing of ours. Not asked, because
 * the engine has no word for it: a pod's traffic to itself, which it takes for any other; nodes; addresses of Services. Of a port with
 * several names the engine takes one: it is asked under each. Of what may be another answer by another address it is asked each, and a
 * pod of the host network is to it like any other: where the graph does not say UNKNOWN it says that this makes no difference.
 */
describe.skipIf(withoutTools)("of NetworkPolicies the graph says what an independent engine says", () => {
  test.each(recipes.map((recipe) => [recipe[0], recipe] as const))("when %s", async (_, recipe) => {
    await using oracle = startNetworkPolicyOracle();

    const [comparisons = []] = await judge(oracle, [worldOfRecipe(recipe)]);

    expect(comparisons).not.toEqual([]);
    expect(comparisons.filter(({ graph }) => graph.allowed === "UNKNOWN")).toEqual([]);
  });

  test("in random worlds, and leaves next to nothing open", async () => {
    await using oracle = startNetworkPolicyOracle();
    const tally = new Tally();
    const answers = new Set<string>();

    for (const [numRuns, options] of random) {
      const worlds = fc.sample(networkPolicyWorlds(options), { numRuns, seed }).map(withFewPorts);
      for (let at = 0; at < worlds.length; at += AT_ONCE)
        for (const comparisons of await judge(oracle, worlds.slice(at, at + AT_ONCE))) {
          tally.add(comparisons);
          for (const { graph } of comparisons) answers.add(graph.allowed);
        }
    }

    console.log(`NetworkPolicy judge, seed ${seed}: ${tally.toString()}`);
    expect([...answers].toSorted()).toEqual(["ALLOWED", "DENIED", "UNKNOWN"]);
    expect(tally.unknownShare).toBeLessThan(MOST_UNKNOWN);
  });
});
