import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { JsonObject, StringMap } from "../../../schema/kubernetes-object.ts";
import { requestsOf } from "../../../src/model/compute/pod-requests.ts";
import { simulatePools } from "../../../src/model/compute/pool-simulation.ts";
import { requirementIn } from "../../../src/model/compute/scheduling-requirement.ts";
import type { Requirements } from "../../../src/model/compute/scheduling-requirements.ts";
import { requirementConflicts, requirementsOf } from "../../../src/model/compute/scheduling-requirements.ts";
import { taintText, untoleratedTaints } from "../../../src/model/compute/taints.ts";
import { labelKnowledge, labelsOfEveryMachine } from "../../../src/model/compute/well-known-labels.ts";
import type { Expression } from "./pending-given.ts";
import { affinityOf, expressionsOf, poolOf, schedulingOf } from "./pending-given.ts";

type TaintRow = readonly [string, string | null, string];
type PoolRow = readonly [string, number | null, StringMap, readonly Expression[], readonly TaintRow[]];

/** What Karpenter 1.12.0 and k8s.io/component-helpers 0.35.0 answered, executed over random cases. */
interface Answers {
  readonly requirements: readonly (readonly [readonly Expression[], readonly Expression[], readonly string[]])[];
  readonly taints: readonly (readonly [readonly TaintRow[], readonly JsonObject[], readonly string[]])[];
  readonly requests: readonly (readonly [JsonObject, StringMap])[];
  readonly pools: readonly (readonly [
    StringMap,
    readonly (readonly Expression[])[],
    readonly (readonly [number, readonly Expression[]])[],
    readonly JsonObject[],
    readonly PoolRow[],
    string | null,
  ])[];
}

const answers = JSON.parse(readFileSync("test/fixtures/karpenter-scheduling.json", "utf8")) as Answers;

function read(expressions: readonly Expression[]): Requirements {
  return requirementsOf(
    expressionsOf(expressions).map((object) => {
      const requirement = requirementIn(object as JsonObject);
      if (requirement === null) throw new Error(`not a requirement: ${JSON.stringify(object)}`);
      return requirement;
    }),
  );
}

function taintsOf(rows: readonly TaintRow[]): readonly { key: string; value: string | null; effect: string }[] {
  return rows.map(([key, value, effect]) => ({ key, value, effect }));
}

/** The answers are without instance types, all of which have these labels: Karpenter as a whole refuses what wants them absent. */
function wantsNoMachine(terms: readonly (readonly Expression[])[]): boolean {
  return terms.flat().some(([key, operator]) => operator === "DoesNotExist" && labelsOfEveryMachine.has(key));
}

test("requirements suit each other as Karpenter says, in its words", () => {
  expect(answers.requirements.length).toBe(32);
  for (const [existing, asked, expected] of answers.requirements) {
    const conflicts = requirementConflicts(
      read(existing),
      read(asked),
      (key) => labelKnowledge(key, "karpenter.k8s.aws") === "WELL_KNOWN",
    );
    // Of several undefined labels Karpenter names one by chance.
    const isUndefined = expected.some((message) => message.startsWith("label "));
    const told = conflicts.map(({ kind, message }) => (kind === "UNDEFINED" ? kind : message)).toSorted();
    expect([existing, asked, told]).toEqual([existing, asked, isUndefined ? ["UNDEFINED"] : expected]);
  }
});

test("taints are tolerated as Karpenter says", () => {
  expect(answers.taints.length).toBe(22);
  for (const [taints, tolerations, expected] of answers.taints) {
    const untolerated = untoleratedTaints(taintsOf(taints), tolerations).map(taintText).toSorted();
    expect([taints, tolerations, untolerated]).toEqual([taints, tolerations, expected]);
  }
});

test("requests are what the scheduler counts", () => {
  expect(answers.requests.length).toBe(11);
  for (const [spec, expected] of answers.requests) expect(requestsOf(spec)).toEqual(expected);
});

test("the pool that serves a pod is the one that Karpenter's relaxation finds", () => {
  const asked = answers.pools.filter(
    ([, required, preferred]) => !wantsNoMachine([...required, ...preferred.map(([, term]) => term)]),
  );
  expect(asked.length).toBe(14);
  for (const [nodeSelector, required, preferred, tolerations, rows, expected] of asked) {
    const scheduling = schedulingOf({ nodeSelector, tolerations, affinity: affinityOf(required, preferred) });
    const pools = rows.map(([name, weight, templateLabels, requirements, taints]) =>
      poolOf(name, {
        weight,
        templateLabels,
        requirements: expressionsOf(requirements) as readonly JsonObject[],
        taints: taintsOf(taints),
      }),
    );
    expect([rows, simulatePools(scheduling, pools).servingPool]).toEqual([rows, expected]);
  }
});
