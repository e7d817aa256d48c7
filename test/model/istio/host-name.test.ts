import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  fullHost,
  hostsMatch,
  isSubsetOfHost,
  isWildcardHost,
  wildcardsOver,
} from "../../../src/model/istio/host-name.ts";

test.each([
  ["api.com", "api.com", true],
  ["api.com", "evilapi.com", false],
  ["evilapi.com", "api.com", false],
  ["evilapi.com", "*.api.com", false],
  ["evilapi.com", "*api.com", true],
  ["api.com", "*.api.com", false],
  ["a.eu.api.com", "*.api.com", true],
  ["*.eu.api.com", "*.api.com", true],
  ["*.api.com", "*.eu.api.com", false],
  ["*.api.com", "a.api.com", false],
  ["API.com", "api.com", false],
  ["api.com.", "api.com", false],
  ["*", "*", true],
  ["api.com", "*", true],
  ["", "*", true],
  ["", "", true],
])("%s is all within %s: %s", (host, of, within) => {
  expect(isSubsetOfHost(host, of)).toBe(within);
});

test.each([
  ["*.api.com", "eu.api.com", true],
  ["eu.api.com", "*.api.com", true],
  ["*.com", "*.api.com", true],
  ["*.org", "*.com", false],
  ["api.com", "evilapi.com", false],
])("%s and %s meet: %s", (a, b, meet) => {
  expect(hostsMatch(a, b)).toBe(meet);
});

test.each([
  ["reviews", "shop", "reviews.shop.svc.cluster.local"],
  ["reviews.other", "shop", "reviews.other"],
  ["Reviews", "shop", "Reviews.shop.svc.cluster.local"],
  ["*", "shop", "*"],
  ["", "shop", ""],
  ["::1", "shop", "::1"],
  ["10.0.0.1", "shop", "10.0.0.1"],
])("a route of %s in namespace %s means %s", (host, namespace, full) => {
  expect(fullHost(host, namespace)).toBe(full);
});

test("the wildcards over a name are tried from the longest on, and none of them is *", () => {
  expect(wildcardsOver("a.bc")).toEqual(["*.bc", "*bc", "*c"]);
  expect(wildcardsOver("")).toEqual([]);
});

const host = fc
  .tuple(fc.constantFrom("", "*", "*."), fc.array(fc.constantFrom("a", "b", "api"), { minLength: 1, maxLength: 3 }))
  .map(([start, labels]) => start + labels.join("."));

test("to be within is a partial order, and whoever is within another meets it", () => {
  fc.assert(
    fc.property(host, host, host, (a, b, c) => {
      expect(isSubsetOfHost(a, a)).toBe(true);
      expect(!isSubsetOfHost(a, b) || !isSubsetOfHost(b, c) || isSubsetOfHost(a, c)).toBe(true);
      expect(!isSubsetOfHost(a, b) || !isSubsetOfHost(b, a) || a === b).toBe(true);
      expect(!isSubsetOfHost(a, b) || hostsMatch(a, b)).toBe(true);
      expect(hostsMatch(a, b)).toBe(hostsMatch(b, a));
    }),
    { numRuns: 2_000 },
  );
});

test("a concrete name is within a wildcard exactly when the search finds that wildcard, or it is * or the whole name", () => {
  fc.assert(
    fc.property(
      host.filter((name) => !isWildcardHost(name)),
      host.filter(isWildcardHost),
      (name, wildcard) => {
        const found = wildcardsOver(name).includes(wildcard) || wildcard === "*" || wildcard === `*${name}`;
        expect(found).toBe(isSubsetOfHost(name, wildcard));
      },
    ),
    { numRuns: 2_000 },
  );
});
