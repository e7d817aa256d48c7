import fc from "fast-check";
import { expect, test } from "vitest";
import type { VirtualService } from "../../../schema/virtual-service.ts";
import { readEgressHosts } from "../../../src/model/istio/egress-hosts.ts";
import { selectVirtualServices } from "../../../src/model/istio/virtual-service-selection.ts";
import type { WorldFields } from "./support/mesh-world.ts";
import { virtualService } from "./support/mesh-world.ts";
import { routeWorldOf } from "./support/route-world.ts";

const hosts = ["api.com"];

function seen(
  objects: readonly VirtualService[],
  {
    from = "shop",
    egress = ["*/*"],
    gateway = "mesh",
    ...fields
  }: WorldFields & { from?: string; egress?: readonly string[]; gateway?: string } = {},
): readonly string[] | string {
  const { selected, doubts } = selectVirtualServices(routeWorldOf({ ...fields, objects }), objects, {
    namespace: from,
    gateway,
    egress: readEgressHosts(egress, from, true),
  });
  return doubts[0] ?? selected.map(({ object }) => object.name);
}

test.each([
  ["nothing is for all", [], ["shop", "other"]],
  ["a star is for all, whatever else is there", ["*", "~", "x"], ["shop", "other"]],
  ["a dot is for its own namespace", ["."], ["shop"]],
  ["a name is for that one", ["other"], ["other"]],
  ["a tilde is for nobody", ["~"], []],
  ["a tilde outdoes names", ["~", "shop"], []],
  ["a dot and a name are for both", [".", "other"], ["shop", "other"]],
])("of exportTo %s", (_, exportTo, namespaces) => {
  const object = virtualService("shop", "v", { hosts, exportTo });
  expect(["shop", "other"].filter((from) => seen([object], { from }).length > 0)).toEqual(namespaces);
});

test.each([
  ["a dot", ["."], "1.29.4", []],
  ["a list, in later releases", ["other"], "1.30.3", ["v"]],
  ["a list, in a later minor", ["other"], "1.31.0", ["v"]],
  ["a list, before that", ["other"], "1.30.2", []],
  ["a dot among others, before that", [".", "*"], "1.29.0", []],
  ["a star among others, later", [".", "*"], "1.30.3", ["v"]],
])("the mesh's default may be %s", (_, defaultVirtualServiceExportTo, version, expected) => {
  const object = virtualService("shop", "v", { hosts });
  expect(seen([object], { from: "other", version, config: { defaultVirtualServiceExportTo } })).toEqual(expected);
});

test("a default of several with an unknown version cannot be told", () => {
  const object = virtualService("shop", "v", { hosts });
  const fields = { version: null, config: { defaultVirtualServiceExportTo: ["other"] } };
  expect(seen([object], fields)).toContain("depends on the control plane's version");
});

test("only what is bound to the gateway counts, and a delegate never does", () => {
  const objects = [
    virtualService("shop", "mesh", { hosts }),
    virtualService("shop", "both", { hosts, gateways: ["gw", "mesh"] }),
    virtualService("shop", "edge", { hosts, gateways: ["shop/gw"] }),
    virtualService("shop", "delegate", { http: [] }),
  ];
  expect(seen(objects)).toEqual(["both", "mesh"]);
  expect(seen(objects, { gateway: "shop/gw" })).toEqual(["both", "edge"]);
});

test("private ones go first, then exported ones, then public ones, each the oldest first, then by name", () => {
  const at = (namespace: string, name: string, createdSeconds: number, exportTo: readonly string[]): VirtualService =>
    virtualService(namespace, name, { hosts, exportTo }, { createdSeconds });
  const objects = [
    at("shop", "public-old", 1, ["*"]),
    at("other", "exported", 50, ["shop"]),
    at("shop", "private-young", 90, ["."]),
    at("shop", "private-b", 80, ["shop"]),
    at("shop", "private-a", 80, ["."]),
    at("other", "public-young", 2, []),
  ];
  const expected = ["private-a", "private-b", "private-young", "exported", "public-old", "public-young"];
  fc.assert(
    fc.property(fc.shuffledSubarray(objects, { minLength: objects.length }), (shuffled) => {
      expect(seen(shuffled)).toEqual(expected);
    }),
  );
});

test.each([
  ["its namespace", ["shop/*"], ["api.com"], ["v"]],
  ["another namespace", ["other/*"], ["api.com"], []],
  ["one of its hosts", ["*/api.com"], ["web.com", "api.com"], ["v"]],
  ["a host within its wildcard", ["*/eu.api.com"], ["*.api.com"], ["v"]],
  ["a wildcard over its host", ["*/*.com"], ["api.com"], ["v"]],
  ["a host that only ends alike", ["*/api.com"], ["evilapi.com"], []],
  ["a wildcard that only ends alike", ["*/*.api.com"], ["evilapi.com"], []],
  ["all but its host", ["*/*", "~/api.com"], ["api.com"], []],
])("a Sidecar that takes in %s", (_, egress, ownHosts, expected) => {
  expect(seen([virtualService("shop", "v", { hosts: ownHosts })], { egress })).toEqual(expected);
});

test("objects of another revision, or of namespaces that are not looked at, are not there", () => {
  const object = virtualService("shop", "v", { hosts }, { labels: { "istio.io/rev": "canary" } });
  const plain = virtualService("shop", "v", { hosts });
  const selectors = { config: { discoverySelectors: [{ matchLabels: { mesh: "on" } }] } };
  expect(seen([object])).toEqual([]);
  expect(seen([plain], { ...selectors, namespaces: { shop: {} } })).toEqual([]);
  expect(seen([plain], { ...selectors, namespaces: { shop: { mesh: "on" } } })).toEqual(["v"]);
});

test("nothing can be told while VirtualServices are not read", () => {
  expect(seen([], { gaps: [{ what: "VIRTUAL_SERVICES", reason: "They are forbidden." }] })).toBe("They are forbidden.");
});
