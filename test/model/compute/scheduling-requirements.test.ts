import { expect, test } from "vitest";
import { requirement, requirementText } from "../../../src/model/compute/scheduling-requirement.ts";
import {
  disjointRequirements,
  labelRequirements,
  requirementConflicts,
  requirementsOf,
} from "../../../src/model/compute/scheduling-requirements.ts";

const arm = requirement("arch", "In", ["arm64"]);
const amd = requirement("arch", "In", ["amd64"]);
const noTeam = requirement("team", "DoesNotExist", []);
const never = (): boolean => false;

test("requirements on one key become what all of them allow", () => {
  const both = requirementsOf([
    requirement("arch", "Exists", []),
    arm,
    requirement("beta.kubernetes.io/arch", "Exists", []),
  ]);

  expect([...both.values()].map(requirementText)).toEqual(["arch In [arm64]", "kubernetes.io/arch Exists"]);
});

test("labels are requirements of one value", () => {
  expect(labelRequirements({ team: "shop" }).map(requirementText)).toEqual(["team In [shop]"]);
});

test.each([
  ["a value of both", [arm], [arm], []],
  ["no value of both", [arm], [amd], ["key arch, arch In [amd64] not in arch In [arm64]"]],
  [
    "a label that nothing defines",
    [arm],
    [requirement("team", "Exists", [])],
    ['label "team" does not have known values'],
  ],
  ["a label that nothing defines and that must not be there", [arm], [noTeam], []],
  ["a label that nothing defines and that must not be so", [arm], [requirement("team", "NotIn", ["a"])], []],
  ["a label that both want to be absent", [noTeam], [noTeam], []],
  ["an absent label of which one leaves out a value", [noTeam], [requirement("team", "NotIn", ["a"])], []],
  [
    "a label that is there and must not be",
    [requirement("team", "In", ["a"])],
    [noTeam],
    ["key team, team DoesNotExist not in team In [a]"],
  ],
  [
    "an undefined label before a conflict, alone",
    [arm],
    [amd, requirement("zone", "In", ["a"])],
    ['label "zone" does not have known values'],
  ],
])("%s: what conflicts is told", (_, existing, asked, messages) => {
  const conflicts = requirementConflicts(requirementsOf(existing), requirementsOf(asked), never);

  expect(conflicts.map(({ message }) => message)).toEqual(messages);
});

test("of two undefined labels the first by name is told", () => {
  const asked = requirementsOf(labelRequirements({ zone: "a", app: "b" }));

  expect(requirementConflicts(requirementsOf([]), asked, never).map(({ key }) => key)).toEqual(["app"]);
});

test("a label that may be undefined conflicts with nothing", () => {
  const asked = requirementsOf([requirement("team", "Exists", [])]);

  expect(requirementConflicts(requirementsOf([]), asked, (key) => key === "team")).toEqual([]);
  expect(disjointRequirements(requirementsOf([]), asked)).toEqual([]);
});

test("conflicts go by key", () => {
  const existing = requirementsOf(labelRequirements({ b: "1", a: "1" }));
  const asked = requirementsOf(labelRequirements({ b: "2", a: "2" }));

  expect(disjointRequirements(existing, asked).map(({ key, kind }) => [key, kind])).toEqual([
    ["a", "DISJOINT"],
    ["b", "DISJOINT"],
  ]);
});
