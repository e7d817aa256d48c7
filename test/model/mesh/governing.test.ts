import { expect, test } from "vitest";
import { governing } from "../../../src/model/mesh/governing.ts";

const plain = { revision: "default" };
const canary = { revision: "canary" };
const injectors = [
  { revision: "canary", tag: "prod" },
  { revision: "canary", tag: null },
];
const defaultTag = [{ revision: "canary", tag: "default" }];

test.each([
  ["the revision that is named", "canary", [plain, canary], injectors, canary],
  ["the revision that a tag stands for", "prod", [plain, canary], injectors, canary],
  ["the default one, when none is named", null, [plain, canary], injectors, plain],
  ["what the default tag stands for, when none is named", null, [plain, canary], defaultTag, canary],
  ["the only one, when none is named", null, [canary], injectors, canary],
  ["none, when what is named is not there", "gone", [canary], injectors, null],
  ["none, when none is named and none is the default", null, [canary, { revision: "blue" }], injectors, null],
  ["none, where there is none", null, [], [], null],
])("%s governs", (_, named, controlPlanes, webhooks, expected) => {
  expect(governing(named, controlPlanes, webhooks)).toBe(expected);
});
