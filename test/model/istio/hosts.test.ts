import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  canonicalHost,
  coveringHosts,
  coversHost,
  hostsMeet,
  meetingKeys,
  meetingLookups,
  qualifiedHost,
} from "../../../src/model/istio/hosts.ts";

test.each([
  ["api.com", "api.com", true],
  ["api.com", "evilapi.com", false],
  ["api.com", "eu.api.com", false],
  ["*.api.com", "eu.api.com", true],
  ["*.api.com", "a.eu.api.com", true],
  ["*.api.com", "api.com", false],
  ["*.api.com", "evilapi.com", false],
  ["*.api.com", "*.eu.api.com", true],
  ["*.api.com", "*.api.com", true],
  ["*.eu.api.com", "*.api.com", false],
  ["*api.com", "evilapi.com", false],
  ["*api.com", "*api.com", true],
  ["*", "anything", true],
  ["*", "*.com", true],
  ["api.com", "*", false],
  ["*.", "api.com", false],
])("%s covers %s: %s", (pattern, host, covered) => {
  expect(coversHost(pattern, host)).toBe(covered);
});

test.each([
  ["API.Example.com.", "api.example.com"],
  [".", "."],
  ["", ""],
])("%s is compared as %s", (host, canonical) => {
  expect(canonicalHost(host)).toBe(canonical);
});

test.each([
  ["reviews", "shop", "reviews.shop.svc.cluster.local"],
  ["Reviews", "shop", "reviews.shop.svc.cluster.local"],
  ["reviews.other", "shop", "reviews.other"],
  ["api.com.", "shop", "api.com"],
  ["*", "shop", "*"],
  ["*.api.com", "shop", "*.api.com"],
  ["10.0.0.1", "shop", "10.0.0.1"],
  ["fd00::1", "shop", "fd00::1"],
  ["", "shop", ""],
])("%s in namespace %s is %s", (host, namespace, qualified) => {
  expect(qualifiedHost(host, namespace)).toBe(qualified);
});

const label = fc.constantFrom("a", "b", "api", "*");
const host = fc
  .tuple(fc.constantFrom("", "*."), fc.array(label, { minLength: 1, maxLength: 4 }))
  .map(([wildcard, labels]) => wildcard + labels.join("."))
  .filter((name) => name !== "*");

test("a search by key finds the hosts that meet, and no others", () => {
  fc.assert(
    fc.property(host, host, (a, b) => {
      const keys = new Set(meetingKeys(a));
      expect(meetingLookups(b).some((key) => keys.has(key))).toBe(hostsMeet(a, b));
    }),
    { numRuns: 2_000 },
  );
});

test("the covering hosts are the patterns that cover", () => {
  fc.assert(
    fc.property(host, fc.oneof(host, fc.constant("*")), (name, pattern) => {
      expect(coveringHosts(name).includes(pattern)).toBe(coversHost(pattern, name));
    }),
    { numRuns: 2_000 },
  );
});

test("who covers a coverer covers what it covers", () => {
  fc.assert(
    fc.property(host, host, host, (a, b, c) => {
      expect(!coversHost(a, b) || !coversHost(b, c) || coversHost(a, c)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
