import { expect, test } from "vitest";
import {
  importsAlias,
  importsHost,
  importsRoute,
  isExcludedHost,
  namesHost,
  readEgressHosts,
} from "../../../src/model/istio/egress-hosts.ts";

const hosts = (...entries: string[]) => readEgressHosts(entries, "own", true);

test.each([
  ["*/*", "b", "api.com", true],
  ["./*", "own", "api.com", true],
  ["./*", "b", "api.com", false],
  ["b/*", "b", "api.com", true],
  ["*/api.com", "b", "api.com", true],
  ["*/api.com", "b", "evilapi.com", false],
  ["*/api.com", "b", "*.api.com", false],
  ["*/*.api.com", "b", "eu.api.com", true],
  ["*/*.api.com", "b", "*.api.com", true],
  ["*/*.api.com", "b", "*.com", false],
  ["*/*.api.com", "b", "evilapi.com", false],
  ["*/*.api.com", "b", "api.com", false],
  ["*/*api.com", "b", "evilapi.com", true],
  ["*/API.com", "b", "api.com", false],
  ["api.com", "own", "api.com", false],
  ["a/b/api.com", "a", "api.com", false],
  ["~/*", "own", "api.com", false],
])("%s takes in %s/%s: %s", (entry, namespace, host, taken) => {
  const read = hosts(entry);
  expect(importsHost(read, namespace, host) && !isExcludedHost(read, namespace, host)).toBe(taken);
});

test.each([
  ["~b/*", "b", "api.com", true],
  ["~b/*", "c", "api.com", false],
  ["~/*.com", "b", "api.com", true],
  ["~*/api.com", "b", "api.com", true],
  ["~./api.com", "own", "api.com", true],
  ["~./api.com", "b", "api.com", false],
  ["~b/api.com", "b", "*.com", false],
])("%s leaves %s/%s out: %s", (entry, namespace, host, left) => {
  expect(isExcludedHost(hosts("*/*", entry), namespace, host)).toBe(left);
});

test("before 1.31 an entry with ~ neither takes in nor leaves out", () => {
  const read = readEgressHosts(["*/*", "~b/*", "~/*"], "own", false);
  expect(isExcludedHost(read, "b", "api.com")).toBe(false);
  expect(importsHost(readEgressHosts(["~/*"], "own", false), "b", "api.com")).toBe(false);
});

test.each([
  [["a/api.com", "./b.com"], true],
  [["a/api.com", "~b/*"], true],
  [["a/*.com"], false],
  [["*/api.com"], false],
  [[], true],
])("%j name all hosts in full: %s", (entries, exact) => {
  expect(hosts(...entries).allExact).toBe(exact);
});

test("a host is named by its own namespace only", () => {
  const read = hosts("a/api.com", "*/b.com");
  expect(namesHost(read, "a", "api.com")).toBe(true);
  expect(namesHost(read, "b", "api.com")).toBe(false);
  expect(namesHost(read, "a", "b.com")).toBe(false);
});

test.each([
  ["one host that meets is enough", ["*/api.com"], ["x.org", "api.com"], true],
  ["a wildcard that covers what is taken in", ["*/eu.api.com"], ["*.api.com"], true],
  ["a wildcard that is covered", ["*/*.com"], ["*.api.com"], true],
  ["neither", ["*/api.com"], ["evilapi.com"], false],
  ["left out", ["*/*", "~b/api.com"], ["api.com"], false],
  ["left out of one namespace only", ["*/*", "~c/api.com"], ["api.com"], true],
  ["one host left out, another not", ["*/*", "~b/api.com"], ["api.com", "x.org"], true],
])("a VirtualService of namespace b: %s", (_, entries, routeHosts, taken) => {
  expect(importsRoute(hosts(...entries), "b", routeHosts)).toBe(taken);
});

test("another name of a host is taken in by the entries that take in the host", () => {
  const read = hosts("b/api.com", "b/other.com", "*/*");
  expect(importsAlias(read, "b", "api.com", "other.com")).toBe(true);
  expect(importsAlias(read, "b", "api.com", "third.com")).toBe(false);
  expect(importsAlias(read, "c", "api.com", "third.com")).toBe(true);
  expect(importsAlias(hosts("b/api.com"), "c", "api.com", "api.com")).toBe(false);
});
