import * as fc from "fast-check";
import { expect, test } from "vitest";
import { KeyedSeals } from "../../src/access/seals.ts";

const key = new Uint8Array(32).fill(7);
const seals = new KeyedSeals(key, "viewer");

test("a seal opens to its text, is the same each time, and is of url-safe characters", () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: "grapheme" }), (purpose, text) => {
      const sealed = seals.seal(purpose, text);
      expect(seals.open(purpose, sealed)).toBe(text);
      expect(new KeyedSeals(key, "viewer").seal(purpose, text)).toBe(sealed);
      expect(sealed).toMatch(/^[\w-]+$/);
    }),
  );
});

test("a seal opens for no other purpose, binding or key", () => {
  const sealed = seals.seal("cursor", "text");

  expect(seals.open("other", sealed)).toBeNull();
  expect(new KeyedSeals(key, "other").open("cursor", sealed)).toBeNull();
  expect(new KeyedSeals(new Uint8Array(32), "viewer").open("cursor", sealed)).toBeNull();
});

test("what was changed or never sealed does not open", () => {
  const sealed = seals.seal("cursor", "some text");
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.constantFrom("A", "b", "-", "=", "é", ""), (at, letter) => {
      const forged = `${sealed.slice(0, at)}${letter}${sealed.slice(at + 1)}`;
      fc.pre(forged !== sealed);
      expect(seals.open("cursor", forged)).toBeNull();
    }),
  );
  expect(seals.open("cursor", "")).toBeNull();
});
