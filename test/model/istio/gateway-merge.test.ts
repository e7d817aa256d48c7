import { expect, test } from "vitest";
import { mergeServers } from "../../../src/model/istio/gateway-merge.ts";
import { listeningPort } from "../../../src/model/istio/gateway-port.ts";
import { gatewaysOfProxy, mayServe } from "../../../src/model/istio/gateway-selection.ts";
import { kindOfServer, serversOf } from "../../../src/model/istio/gateway-server.ts";
import type { ServerFields } from "./support/route-world.ts";
import { istioGateway } from "./support/route-world.ts";

const http: ServerFields = { hosts: ["api.com"] };
const https: ServerFields = { port: 443, protocol: "HTTPS", tlsMode: "SIMPLE", hosts: ["api.com"], name: "https" };

test.each([
  ["two of plain HTTP share a port, also with the same host", http, { ...http, protocol: "GRPC" }, null],
  ["plain HTTP and TCP do not", http, { ...http, protocol: "TCP" }, "PROTOCOL_CONFLICT"],
  ["two of TCP do not", { ...http, protocol: "TCP" }, { ...http, protocol: "TCP" }, "PROTOCOL_CONFLICT"],
  ["plain HTTP and HTTPS do not", http, { ...https, port: 80 }, "PROTOCOL_CONFLICT"],
  ["HTTPS, then plain HTTP do", { ...https, port: 80 }, http, null],
  ["HTTPS of different hosts do", https, { ...https, hosts: ["b.com"] }, null],
  ["HTTPS of one host do not", https, https, "DUPLICATE_HOST"],
  ["nor when one hands TLS through", https, { ...https, protocol: "TLS", tlsMode: "PASSTHROUGH" }, "DUPLICATE_HOST"],
  ["a wildcard over the other's host does", https, { ...https, hosts: ["*.com"] }, null],
  [
    "the same host for different namespaces does",
    { ...https, hosts: ["a/api.com"] },
    { ...https, hosts: ["b/api.com"] },
    null,
  ],
  ["a star before the slash is no difference", { ...https, hosts: ["*/api.com"] }, https, "DUPLICATE_HOST"],
  ["different ports never meet", http, { ...http, port: 81, protocol: "TCP" }, null],
] as const)("of two servers %s", (_, first, second, why) => {
  const gateways = [istioGateway("edge", "old", [first]), istioGateway("edge", "new", [second])];
  const { servers, skipped } = mergeServers(gateways.flatMap(serversOf), []);

  expect(servers).toHaveLength(why === null ? 2 : 1);
  expect(skipped.map((one) => [one.why, one.server.gateway, one.with.map(({ gateway }) => gateway)])).toEqual(
    why === null ? [] : [[why, "edge/new", ["edge/old"]]],
  );
});

test("a server that is left out for its protocol still takes its hosts from later ones", () => {
  const servers = [istioGateway("edge", "g", [http, { ...https, port: 80 }, { ...https, port: 80 }])].flatMap(
    serversOf,
  );
  expect(mergeServers(servers, []).skipped.map(({ why }) => why)).toEqual(["PROTOCOL_CONFLICT", "DUPLICATE_HOST"]);
});

test("ports are those at which the proxy listens, so that servers of two ports may meet", () => {
  const ports = [
    { port: 80, targetPort: 8080, serviceLabels: {} },
    { port: 80, targetPort: 9090, serviceLabels: {} },
  ];
  expect([80, 8080, 81].map((port) => listeningPort(port, ports))).toEqual([8080, 8080, 81]);
  expect(
    listeningPort(80, [
      { port: 80, targetPort: 8080, serviceLabels: { "experimental.istio.io/disable-gateway-port-translation": "" } },
    ]),
  ).toBe(80);
  const { skipped } = mergeServers(
    serversOf(istioGateway("edge", "g", [http, { port: 8080, protocol: "TCP" }])),
    ports,
  );
  expect(skipped).toMatchObject([{ port: 8080, why: "PROTOCOL_CONFLICT" }]);
});

test.each([
  [{ protocol: "HTTP" }, "HTTP"],
  [{ protocol: "https", tlsMode: "MUTUAL" }, "HTTP"],
  [{ protocol: "HTTPS", tlsMode: "PASSTHROUGH" }, "TLS"],
  [{ protocol: "TLS", tlsMode: "AUTO_PASSTHROUGH" }, "TLS"],
  [{ protocol: "TLS", tlsMode: "SIMPLE" }, "TCP"],
  [{ protocol: "MONGO" }, "TCP"],
] as const)("a server of %j is one of %s", (fields, kind) => {
  expect(serversOf(istioGateway("edge", "g", [fields])).map(kindOfServer)).toEqual([kind]);
});

test("a proxy serves the Gateways of every namespace that select it, the oldest first, unless they are told not to", () => {
  const young = istioGateway("edge", "young", [], { createdSeconds: 2 });
  const old = istioGateway("far", "old", [], { createdSeconds: 1 });
  const all = istioGateway("far", "all", [], { createdSeconds: 3, selector: {} });
  const elsewhere = istioGateway("edge", "elsewhere", [], { selector: { app: "x" } });
  const proxy = { namespace: "edge", labels: { app: "gateway", v: "1" } };
  const names = (flags: Record<string, string> | null) =>
    gatewaysOfProxy([young, old, all, elsewhere], proxy, flags)?.map(({ name }) => name) ?? null;

  expect(names({})).toEqual(["old", "young", "all"]);
  expect(names({ PILOT_SCOPE_GATEWAY_TO_NAMESPACE: "true" })).toEqual(["young"]);
  expect(names(null)).toBeNull();
  expect(gatewaysOfProxy([young], proxy, null)).toEqual([young]);
  expect([
    mayServe(old, "edge", {}),
    mayServe(old, "edge", { PILOT_SCOPE_GATEWAY_TO_NAMESPACE: "1" }),
    mayServe(old, "edge", null),
  ]).toEqual([true, false, null]);
});
