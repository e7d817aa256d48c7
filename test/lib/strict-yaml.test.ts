import { expect, test } from "vitest";
import { parseStrictYaml } from "../../src/lib/strict-yaml.ts";

test("a document gives its value and the lines of its places", () => {
  const yaml = parseStrictYaml("a: 1\nb:\n  - x\n  - y: no\n");
  if ("problems" in yaml) throw new Error("expected a value");

  expect(yaml.value).toEqual({ a: 1, b: ["x", { y: "no" }] });
  expect([["a"], ["b", 1, "y"], ["b", 1, "z"], ["none"]].map((path) => yaml.lineOf(path))).toEqual([1, 4, 4, 1]);
});

test("an alias stands for what it names", () => {
  expect(parseStrictYaml("a: &x [1]\nb: *x")).toMatchObject({ value: { a: [1], b: [1] } });
});

test.each([
  ["a key twice", "a: 1\na: 2"],
  ["two documents", "a: 1\n---\na: 2"],
  ["a tag", "a: !secret x"],
  ["an alias of nothing", "a: *x"],
  ["a key that is no text", "[1]: 2"],
  ["what has no end", "a: ["],
  ["absurd nesting", "[".repeat(100_000)],
])("%s is a problem", (_, text) => {
  expect(parseStrictYaml(text)).toMatchObject({
    problems: expect.arrayContaining([{ line: expect.any(Number), message: expect.any(String) }]),
  });
});

test("a problem does not quote the text", () => {
  expect(JSON.stringify(parseStrictYaml("a: [canary\nb: {canary: *canary"))).not.toContain("canary");
});
