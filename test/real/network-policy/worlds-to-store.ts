import * as fc from "fast-check";
import { readNetworkPolicy } from "../../../src/model/network-policy/read-network-policy.ts";
import {
  networkPolicyWorlds,
  type PolicyManifest,
  type PolicyWorld,
} from "../../support/random-network-policy-world.ts";
import { recipes, worldOfRecipe } from "./recipes.ts";

const RANDOM_POLICIES = 30;

/** Whether a policy has none of the problems for which an API server refuses it. */
export function isSound({ metadata, spec }: PolicyManifest): boolean {
  return readNetworkPolicy({ ...metadata, spec }).problems.length === 0;
}

/**
 * Two worlds for one cluster: with the policies of all recipes, and with random ones until enough of them are sound, because some blocks
 * have bits too many. They share their namespaces.
 */
export function worldsToStore(seed: number): readonly PolicyWorld[] {
  const worlds = fc.sample(networkPolicyWorlds({ notIn: true, defaultedTypes: true }), { numRuns: 40, seed });
  const drawn = worlds.flatMap(({ policies }) => policies);
  const last = drawn.filter(isSound)[RANDOM_POLICIES - 1];
  const ofRecipes = recipes.map(worldOfRecipe);
  const [scene, random] = [ofRecipes[0], worlds[0]];
  if (last === undefined || scene === undefined || random === undefined)
    throw new Error(`seed ${seed} makes too little`);
  const namespaces = [...Map.groupBy([...random.namespaces, ...scene.namespaces], ({ name }) => name)].map(
    ([name, some]) => ({ name, labels: Object.assign({}, ...some.map(({ labels }) => labels)) }),
  );
  return [
    {
      ...scene,
      namespaces,
      policies: named(
        "recipe",
        ofRecipes.flatMap(({ policies }) => policies),
      ),
    },
    { ...random, namespaces, policies: named("random", drawn.slice(0, drawn.indexOf(last) + 1)) },
  ];
}

function named(prefix: string, policies: readonly PolicyManifest[]): readonly PolicyManifest[] {
  return policies.map((policy, at) => ({ ...policy, metadata: { ...policy.metadata, name: `${prefix}-${at}` } }));
}
