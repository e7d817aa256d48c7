import * as fc from "fast-check";
import { expect, test } from "vitest";
import { allows } from "../../../src/model/network-policy/allows.ts";
import { isolationOf } from "../../../src/model/network-policy/isolation.ts";
import type { Direction, PolicyRules } from "../../../src/model/network-policy/policy-rules.ts";
import { readNetworkPolicy } from "../../../src/model/network-policy/read-network-policy.ts";
import type { Traffic } from "../../../src/model/network-policy/side.ts";
import { endpointOf, networkPolicyWorlds, policiesOf } from "../../support/random-network-policy-world.ts";

const worlds = networkPolicyWorlds({ hostNetwork: true, dualStack: true, notIn: true, defaultedTypes: true });

/** A connection between two ends, and the policies of its cluster. */
const cases = worlds
  .map((world) => ({ world, policies: policiesOf(world) }))
  .chain(({ world, policies }) =>
    fc.record({
      traffic: fc.constantFrom(
        ...world.queries.map(({ source, destination, protocol, port }) => ({
          source: endpointOf(world, source),
          destination: endpointOf(world, destination),
          protocol,
          port,
        })),
      ),
      policies: fc.constant(policies),
      shuffled: fc.shuffledSubarray([...policies], { minLength: policies.length }),
    }),
  );

interface Case {
  readonly traffic: Traffic;
  readonly policies: readonly PolicyRules[];
}

interface Effect {
  readonly was: number;
  readonly is: number;
  readonly selects: boolean;
  readonly isolatedBefore: boolean;
}

const rank = { DENIED: 0, UNKNOWN: 1, ALLOWED: 2 };
const directions = ["Ingress", "Egress"] as const;

function sideIn(direction: Direction, traffic: Traffic, policies: readonly PolicyRules[]): number {
  const { ingress, egress } = allows(traffic, policies);
  return rank[(direction === "Ingress" ? ingress : egress).allowed];
}

function policiesOn(direction: Direction, traffic: Traffic, policies: readonly PolicyRules[]): readonly PolicyRules[] {
  const end = direction === "Ingress" ? traffic.destination : traffic.source;
  if (end.kind !== "POD") return [];
  const { ingress, egress } = isolationOf(end.pod, policies);
  return (direction === "Ingress" ? ingress : egress).policies;
}

/** What the first of the policies does to a side of the connection, beside the others. */
function effectOfFirst(direction: Direction, { traffic, policies }: Case): Effect {
  const others = policies.slice(1);
  return {
    was: sideIn(direction, traffic, others),
    is: sideIn(direction, traffic, policies),
    selects: policiesOn(direction, traffic, policies.slice(0, 1)).length > 0,
    isolatedBefore: policiesOn(direction, traffic, others).length > 0,
  };
}

test.each(directions)(
  "one more policy restricts pods that are not isolated for %s, and else only adds",
  (direction) => {
    fc.assert(
      fc.property(cases, (one) => {
        const { was, is, selects, isolatedBefore } = effectOfFirst(direction, one);
        const [atLeast, atMost] = [selects && !isolatedBefore ? 0 : was, selects && isolatedBefore ? 2 : was];

        expect(is).toBeGreaterThanOrEqual(atLeast);
        expect(is).toBeLessThanOrEqual(atMost);
      }),
      { numRuns: 1_500 },
    );
  },
);

test.each(directions)("among random policies some restrict for %s and some add", (direction) => {
  const effects = fc.sample(cases, { numRuns: 2_000, seed: 1 }).map((one) => effectOfFirst(direction, one));

  expect(effects.some(({ was, is, isolatedBefore }) => !isolatedBefore && is < was)).toBe(true);
  expect(effects.some(({ was, is, isolatedBefore }) => isolatedBefore && is > was)).toBe(true);
});

test("the order of policies is of no account", () => {
  fc.assert(
    fc.property(cases, ({ traffic, policies, shuffled }) => {
      expect(allows(traffic, shuffled).allowed).toBe(allows(traffic, policies).allowed);
    }),
  );
});

test("a policy for each rule allows what one policy with all rules allows", () => {
  fc.assert(
    fc.property(cases, ({ traffic, policies }) => {
      const split = policies.flatMap((policy) => [
        { ...policy, ingress: [], egress: [] },
        ...policy.ingress.map((rule) => ({ ...policy, ingress: [rule], egress: [] })),
        ...policy.egress.map((rule) => ({ ...policy, ingress: [], egress: [rule] })),
      ]);

      expect(allows(traffic, split).allowed).toBe(allows(traffic, policies).allowed);
    }),
  );
});

test("what every namespace allows to all and from all is allowed whatever else there is", () => {
  const spec = { policyTypes: ["Ingress", "Egress"], ingress: [{}], egress: [{}] };
  const open = ["shop", "bank", "play"].map((namespace) => readNetworkPolicy({ namespace, name: "open", spec }));

  fc.assert(
    fc.property(cases, ({ traffic, policies }) => {
      expect(allows(traffic, [...policies, ...open]).allowed).toBe("ALLOWED");
    }),
  );
});

test("a rule that could not be read, once mended, turns only what was unknown", () => {
  fc.assert(
    fc.property(cases, ({ traffic, policies }) => {
      const broken = policies.map((policy) => ({
        ...policy,
        ingress: policy.ingress.map(withoutPeers),
        egress: policy.egress.map(withoutPeers),
      }));
      const [known, mended] = [allows(traffic, broken).allowed, allows(traffic, policies).allowed];

      expect(known === "UNKNOWN" || known === mended).toBe(true);
    }),
    { numRuns: 500 },
  );
});

function withoutPeers(rule: PolicyRules["ingress"][number]): PolicyRules["ingress"][number] {
  return { ...rule, peers: [{ kind: "UNREADABLE" }] };
}
