import { expect, test } from "vitest";
import { gatewayProblems } from "../../../src/model/istio/gateway-problems.ts";
import type { ServerFields } from "./support/route-world.ts";
import { istioGateway } from "./support/route-world.ts";

const codes = (servers: readonly ServerFields[]): readonly string[] =>
  gatewayProblems(istioGateway("edge", "gw", servers), null).map(({ code }) => code);

test.each<readonly [string, readonly ServerFields[], readonly string[]]>([
  ["nothing is wrong", [{}, { port: 443, protocol: "HTTPS", name: "https", tlsMode: "SIMPLE" }], []],
  ["it listens for nothing", [], ["GATEWAY_WITHOUT_SERVERS"]],
  ["a server has no hosts", [{ hosts: [] }], ["SERVER_WITHOUT_HOSTS"]],
  ["a port is none", [{ port: 0 }], ["SERVER_INVALID_PORT"]],
  ["a protocol is none", [{ protocol: "SMTP" }], ["SERVER_UNKNOWN_PROTOCOL"]],
  ["a port name is there twice", [{}, { port: 81 }], ["SERVER_DUPLICATE_PORT_NAME"]],
  ["HTTPS has no TLS", [{ protocol: "HTTPS" }], ["SERVER_TLS_MISSING"]],
  ["HTTP has TLS", [{ tlsMode: "SIMPLE" }], ["SERVER_TLS_UNEXPECTED"]],
  ["HTTP has what a redirect to HTTPS needs", [{ tlsMode: "PASSTHROUGH" }], []],
  ["TCP has TLS", [{ protocol: "TCP", tlsMode: "PASSTHROUGH" }], ["SERVER_TLS_UNEXPECTED"]],
  ["a TLS mode is none", [{ protocol: "TLS", tlsMode: "TLS" }], ["SERVER_INVALID_TLS_MODE"]],
])("it is told when %s", (_, servers, expected) => {
  expect(codes(servers)).toEqual(expected);
});

test.each([
  ...[
    "*",
    "api.com",
    "*.api.com",
    "*-a.api.com",
    "./api.com",
    "*/*",
    "shop/api.com",
    "10.0.0.1",
    "::1",
    "api.com.",
  ].map((host) => [host, true] as const),
  ...["", "api", "a/b/c", "/api.com", "sh_op/api.com", "api..com", "a*.com", "-a.com", `${"a".repeat(64)}.com`].map(
    (host) => [host, false] as const,
  ),
])("the server host %j is sound: %j", (host, isSound) => {
  expect(codes([{ hosts: [host] }])).toEqual(isSound ? [] : ["SERVER_INVALID_HOST"]);
});

test("nobody has the labels, a Service does not lead to the port, an older Gateway has the host", () => {
  const https: ServerFields = { port: 443, protocol: "HTTPS", name: "https", tlsMode: "SIMPLE", hosts: ["api.com"] };
  const gateway = istioGateway("edge", "gw", [https], { createdSeconds: 2 });
  const old = istioGateway("far", "old", [https], { createdSeconds: 1 });
  const ports = [{ port: 443, targetPort: 8443, serviceLabels: {} }];

  expect(gatewayProblems(gateway, []).map(({ code }) => code)).toEqual(["GATEWAY_SELECTS_NOTHING"]);
  expect(gatewayProblems(gateway, [{ gateways: [gateway], servicePorts: ports }])).toEqual([]);
  expect(gatewayProblems(gateway, [{ gateways: [gateway], servicePorts: [] }]).map(({ code }) => code)).toEqual([
    "GATEWAY_PORT_NOT_ON_SERVICE",
  ]);
  expect(gatewayProblems(gateway, [{ gateways: [old, gateway], servicePorts: ports }])).toMatchObject([
    { code: "GATEWAY_CONFLICT", object: { type: "IstioGateway", namespace: "far", name: "old" } },
  ]);
});
