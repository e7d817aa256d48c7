import { expect, test } from "vitest";
import { httpRoute } from "../../../connectors/gateway-api/http-route.ts";
import { tlsRoute } from "../../../connectors/gateway-api/tls-route.ts";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";
import type { Kind } from "../../../connectors/kubernetes/kind.ts";
import type { HTTPRoute } from "../../../schema/http-route.ts";

const metadata = { name: "a", namespace: "shop", uid: "u", resourceVersion: "1" };
const kinds: readonly (readonly [string, Kind<HTTPRoute>])[] = [
  ["HTTPRoute", httpRoute],
  ["TLSRoute", tlsRoute],
];

const unsaid = { namespace: null, sectionName: null, port: null };

function routeOf(kind: Kind<HTTPRoute>, spec: object): HTTPRoute {
  return new Decoder("eu-1").decode(kind, { metadata, spec });
}

test.each(kinds)("%s: a parent is a Gateway and a backend a Service, where they do not say otherwise", (_, kind) => {
  const { parentRefs, backendRefs } = routeOf(kind, {
    parentRefs: [{ name: "g" }, { group: "", kind: "Service", name: "s" }, { group: "networking.istio.io", name: "x" }],
    rules: [{ backendRefs: [{ name: "s" }, { group: "networking.istio.io", kind: "Hostname", name: "h" }] }],
  });

  expect(parentRefs).toEqual([
    { ...unsaid, group: "gateway.networking.k8s.io", kind: "Gateway", name: "g" },
    { ...unsaid, group: "", kind: "Service", name: "s" },
    { ...unsaid, group: "networking.istio.io", kind: "Gateway", name: "x" },
  ]);
  expect(backendRefs).toEqual([
    { ...unsaid, group: "", kind: "Service", name: "s" },
    { ...unsaid, group: "networking.istio.io", kind: "Hostname", name: "h" },
  ]);
});

test.each(kinds)(
  "%s: a backend of several rules is told once, whatever its weight and however it is written",
  (_, kind) => {
    const { backendRefs } = routeOf(kind, {
      rules: [
        {},
        { backendRefs: [{ name: "s", port: 80, weight: 1 }] },
        { backendRefs: [{ kind: "Service", group: "", port: 80, name: "s", weight: 9 }] },
        {
          backendRefs: [
            { name: "s", port: 81 },
            { name: "s", port: 80, namespace: "other" },
          ],
        },
      ],
    });

    expect(backendRefs.map(({ namespace, name, port }) => [namespace, name, port])).toEqual([
      [null, "s", 80],
      [null, "s", 81],
      ["other", "s", 80],
    ]);
  },
);

test.each(kinds)("%s: parents that differ in their section are two", (_, kind) => {
  const parentRefs = [
    { name: "g", sectionName: "http" },
    { name: "g", sectionName: "https" },
  ];

  expect(routeOf(kind, { parentRefs }).parentRefs.map(({ sectionName }) => sectionName)).toEqual(["http", "https"]);
});

test.each(kinds)("%s: one that says nothing has no hosts, parents or backends", (_, kind) => {
  expect(routeOf(kind, {})).toMatchObject({ hostnames: [], parentRefs: [], backendRefs: [], spec: {} });
});

test("a copy of the traffic goes to a backend too", () => {
  const filters = [{ type: "RequestMirror", requestMirror: { backendRef: { name: "shadow", port: 80 } } }, {}];
  const { backendRefs } = routeOf(httpRoute, { rules: [{ backendRefs: [{ name: "s" }], filters }] });

  expect(backendRefs.map(({ name }) => name)).toEqual(["s", "shadow"]);
});
