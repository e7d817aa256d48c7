import fc from "fast-check";
import { expect, test } from "vitest";
import { commonHosts, matchingHosts, serverHosts } from "../../../src/model/istio/gateway-hosts.ts";

test.each([
  ["a plain one is for all namespaces", ["api.com"], [{ namespace: null, host: "api.com" }]],
  ["a star before the slash too", ["*/api.com"], [{ namespace: null, host: "api.com" }]],
  ["a dot is the Gateway's own", ["./api.com"], [{ namespace: "edge", host: "api.com" }]],
  ["a name is that one", ["shop/*.com"], [{ namespace: "shop", host: "*.com" }]],
  ["all of all outdoes the others", ["shop/api.com", "*/*"], [{ namespace: null, host: "*" }]],
  ["a second slash ends it", ["shop/api.com/x"], [{ namespace: "shop", host: "api.com" }]],
])("of a server's hosts %s", (_, hosts, expected) => {
  expect(serverHosts(hosts, "edge")).toEqual(expected);
});

test.each([
  [["*.com"], ["api.com"], ["api.com"]],
  [["api.com"], ["*.com"], ["api.com"]],
  [["*"], ["*.com", "b.org"], ["*.com", "b.org"]],
  [["*.api.com"], ["*.com"], ["*.api.com"]],
  [["*.api.com"], ["evilapi.com", "api.com"], []],
  [["shop/api.com"], ["api.com"], ["api.com"]],
  [["other/api.com"], ["api.com"], []],
  [["api.com", "*.com"], ["api.com"], ["api.com"]],
])("a server of %j and a VirtualService of %j have %j in common", (server, hosts, expected) => {
  expect(commonHosts(serverHosts(server, "edge"), { namespace: "shop", hosts })).toEqual(expected);
});

test("they have something in common exactly when a host of the VirtualService meets the server", () => {
  const host = fc.constantFrom(
    "*",
    "*.com",
    "*.api.com",
    "api.com",
    "eu.api.com",
    "evilapi.com",
    "shop/api.com",
    "./eu.api.com",
  );
  const plain = fc.constantFrom("*", "*.com", "*.api.com", "api.com", "eu.api.com", "evilapi.com");
  fc.assert(
    fc.property(fc.array(host), fc.array(plain), fc.constantFrom("shop", "edge"), (server, hosts, namespace) => {
      const own = serverHosts(server, "edge");
      expect(commonHosts(own, { namespace, hosts }).length > 0).toBe(
        matchingHosts(own, { namespace, hosts }).length > 0,
      );
    }),
  );
});
