import { expect, test } from "vitest";
import type { VirtualService } from "../../../schema/virtual-service.ts";
import { routesOfServer } from "../../../src/model/istio/gateway-routes.ts";
import { serversOf } from "../../../src/model/istio/gateway-server.ts";
import { gatewayOf, istioPort, serviceEntry, virtualService } from "./support/mesh-world.ts";
import type { ServerFields } from "./support/route-world.ts";
import { istioGateway, routeWorldOf } from "./support/route-world.ts";

const api = serviceEntry("shop", "api", { ports: [istioPort(443, "TLS")] });
const route = [{ destination: { host: "api.com" } }];

function bound(
  server: ServerFields,
  virtualServices: readonly VirtualService[],
  namespace = "edge",
): readonly (readonly string[])[] {
  const gateway = istioGateway("edge", "gw", [server]);
  const world = routeWorldOf({ objects: [api, gateway, ...virtualServices] });
  const [own] = serversOf(gateway);
  if (own === undefined) throw new Error("a Gateway without a server");
  return routesOfServer(world, gatewayOf(namespace), own, virtualServices).routes.map(
    ({ virtualService: { name }, hosts }) => [name, ...hosts],
  );
}

const vs = (name: string, spec: object, namespace = "shop") =>
  virtualService(namespace, name, { hosts: ["api.com"], gateways: ["edge/gw"], http: [{ route }], ...spec });

test.each([
  ["a host of the server", { hosts: ["api.com"] }, {}, [["v", "api.com"]]],
  ["a wildcard of the server", { hosts: ["*.com"] }, {}, [["v", "api.com"]]],
  ["its own wildcard", { hosts: ["api.com"] }, { hosts: ["*.com"] }, [["v", "api.com"]]],
  ["a host for its namespace", { hosts: ["shop/*"] }, {}, [["v", "api.com"]]],
  ["a host for another namespace", { hosts: ["./*"] }, {}, []],
  ["no host in common", { hosts: ["evilapi.com"] }, {}, []],
  ["another gateway", {}, { gateways: ["mesh"] }, []],
  ["an exportTo without the proxy's namespace", {}, { exportTo: ["."] }, []],
  ["an exportTo with it", {}, { exportTo: ["edge"] }, [["v", "api.com"]]],
  ["rules for another gateway alone", {}, { http: [{ match: [{ gateways: ["mesh"] }], route }] }, []],
  ["rules for this one", {}, { http: [{ match: [{ gateways: ["edge/gw"] }], route }] }, [["v", "api.com"]]],
  ["rules for another port", {}, { http: [{ match: [{ port: 81 }], route }] }, []],
] as const)("a VirtualService with %s", (_, server, spec, expected) => {
  expect(bound(server, [vs("v", spec)])).toEqual(expected);
});

test("a server that hands TLS through follows rules of tls, one of TCP the first VirtualService with rules of tcp", () => {
  const tls = vs("tls", { http: [], tls: [{ match: [{ sniHosts: ["api.com"], port: 443 }], route }] });
  const tcp = vs("tcp", { http: [], tcp: [{ match: [{ port: 443 }], route }] });
  const later = vs("tcp-2", { http: [], tcp: [{ route }] });
  const all = [later, tls, tcp, vs("http", {})];
  expect(bound({ port: 443, protocol: "TLS", tlsMode: "PASSTHROUGH" }, all)).toEqual([["tls", "api.com"]]);
  expect(bound({ port: 443, protocol: "TLS", tlsMode: "SIMPLE" }, all)).toEqual([["tcp", "api.com"]]);
});

test("at a gateway a destination without a port means the only port of its service", () => {
  const gateway = istioGateway("edge", "gw", [{}]);
  const object = vs("v", {});
  const [server] = serversOf(gateway);
  const found = routesOfServer(
    routeWorldOf({ objects: [api, object] }),
    gatewayOf("edge"),
    server ?? serversOf(gateway)[0]!,
    [object],
  );
  expect(found.routes[0]?.rules[0]?.action).toMatchObject({
    destinations: [{ host: "api.com", port: 443, problem: null }],
  });
});

test("rules of connections for another port do not count", () => {
  const tls = vs("tls", { http: [], tls: [{ match: [{ sniHosts: ["api.com"], port: 444 }], route }] });
  const tcp = vs("tcp", { http: [], tcp: [{ match: [{ port: 444 }], route }] });
  expect(bound({ port: 443, protocol: "TLS", tlsMode: "PASSTHROUGH" }, [tls, tcp])).toEqual([]);
  expect(bound({ port: 443, protocol: "TLS", tlsMode: "SIMPLE" }, [tls, tcp])).toEqual([]);
});
