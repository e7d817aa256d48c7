import * as fc from "fast-check";
import { expect, test } from "vitest";
import { matchesGlob } from "../../src/lib/glob.ts";

test.each([
  ["*", ""],
  ["*", "anything"],
  ["eu-*", "eu-"],
  ["eu-*", "eu-west-1"],
  ["*-1", "eu-west-1"],
  ["e*w*1", "eu-west-1"],
  ["a*b*b", "abab"],
  ["a.b", "a.b"],
  ["**a", "ba"],
])("%s means %j", (glob, name) => {
  expect(matchesGlob(glob, name)).toBe(true);
});

test.each([
  ["", "a"],
  ["eu-*", "us-1"],
  ["eu", "eu-1"],
  ["a.b", "axb"],
  ["a*a", "a"],
  ["*-1", "eu-1-2"],
  ["?", "a"],
  ["[ab]", "a"],
])("%s does not mean %j", (glob, name) => {
  expect(matchesGlob(glob, name)).toBe(false);
});

test("a glob means what the same regular expression means", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 12 });

  fc.assert(
    fc.property(text, text, (glob, name) => {
      const pattern = new RegExp(`^${glob.replaceAll(/\*+/g, ".*")}$`);
      expect(matchesGlob(glob, name)).toBe(pattern.test(name));
    }),
  );
});

test("a hostile glob is answered at once", () => {
  const begun = performance.now();

  expect(matchesGlob(`${"a*".repeat(200)}b`, "a".repeat(5000))).toBe(false);

  expect(performance.now() - begun).toBeLessThan(200);
});
