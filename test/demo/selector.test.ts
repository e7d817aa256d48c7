import { expect, test } from "vitest";
import { builtinResources } from "../../src/demo/builtin-resources.ts";
import { readFieldSelector, readLabelSelector } from "../../src/demo/selector.ts";

const pods = builtinResources.find(({ plural }) => plural === "pods");
const pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web-1", namespace: "shop", labels: { app: "web", "example.com/tier": "front" } },
  spec: { nodeName: "n1" },
};

test.each([
  ["app=web", true],
  ["app==web", true],
  ["app=cart", false],
  ["app!=cart", true],
  ["none!=x", true],
  ["app", true],
  ["!app", false],
  ["! none", true],
  ["app in (web, cart)", true],
  ["app notin (web,cart)", false],
  ["none notin (x)", true],
  ["example.com/tier=front,app in (web,cart),!canary", true],
  ["app=web,canary", false],
])("labels match %s: %s", (text, matches) => {
  expect(readLabelSelector(text)?.(pod)).toBe(matches);
});

test.each([
  ["metadata.name=web-1", true],
  ["metadata.namespace=shop,metadata.name!=web-2", true],
  ["metadata.name=web-2", false],
  ["spec.nodeName=n1", true],
])("fields match %s: %s", (text, matches) => {
  expect(pods && readFieldSelector(text, pods)?.(pod)).toBe(matches);
});

test.each(["a b c", "a in x", "!a=b", "a=b,,c=d"])("%s is no selector of labels", (text) => {
  expect(() => readLabelSelector(text)).toThrow("unable to parse requirement");
});

test.each(["bogus", "spec.anything=1"])("%s is no selector of fields", (text) => {
  expect(() => pods && readFieldSelector(text, pods)).toThrow(/invalid selector|not supported/);
});
