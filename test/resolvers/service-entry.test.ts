import { expect, test } from "vitest";
import { destinationRule } from "../../connectors/istio/destination-rule.ts";
import { istioGateway } from "../../connectors/istio/istio-gateway.ts";
import { serviceEntry } from "../../connectors/istio/service-entry.ts";
import { virtualService } from "../../connectors/istio/virtual-service.ts";
import { object } from "../support/entities.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const route = (path: string, spec: object) => object(virtualService, path, { spec });
const rule = (path: string, host: string) => object(destinationRule, path, { spec: { host } });
const to = (host: string) => [{ route: [{ destination: { host } }] }];

const graph = new NaiveGraph([
  object(serviceEntry, "eu-1/shop/stripe", { spec: { hosts: ["api.stripe.com", "API.stripe.com."] } }),
  object(serviceEntry, "eu-1/shop/wild", { spec: { hosts: ["*.stripe.com"] } }),
  object(serviceEntry, "eu-1/shop/local", { spec: { hosts: ["audit.shop.svc.cluster.local"] } }),
  route("eu-1/shop/exact", { hosts: ["api.stripe.com"], gateways: ["mesh", "istio-egress/egress", "gone"] }),
  route("eu-1/shop/upper", { hosts: ["API.STRIPE.COM"], gateways: ["egress.istio-egress.svc.cluster.local"] }),
  route("eu-1/shop/evil", { hosts: ["evilapi.stripe.com.evil"] }),
  route("eu-1/shop/apex", { hosts: ["stripe.com"] }),
  route("eu-1/shop/other-host", { hosts: ["eu.stripe.com"] }),
  route("eu-1/shop/by-destination", { hosts: ["shop.example"], tls: to("api.stripe.com"), gateways: ["local"] }),
  route("eu-1/shop/catch-all", { hosts: ["*"], gateways: ["local"] }),
  route("eu-1/shop/short", { hosts: ["audit"] }),
  route("eu-1/bank/short", { hosts: ["audit"] }),
  route("us-1/shop/exact", { hosts: ["api.stripe.com"] }),
  rule("eu-1/shop/exact", "api.stripe.com"),
  rule("eu-1/shop/everything", "*"),
  rule("eu-1/shop/wild", "*.stripe.com"),
  rule("eu-1/shop/evil", "pi.stripe.com"),
  rule("eu-1/shop/short", "audit"),
  rule("us-1/shop/exact", "api.stripe.com"),
  object(istioGateway, "eu-1/istio-egress/egress"),
  object(istioGateway, "eu-1/shop/local"),
  object(istioGateway, "us-1/istio-egress/egress"),
]);

const names = (nodes: readonly { readonly name: string }[]) => nodes.map(({ name }) => name);

test.each([
  ["stripe", ["by-destination", "exact", "upper"], ["everything", "exact", "wild"], ["egress", "local"]],
  ["wild", ["by-destination", "exact", "other-host", "upper"], ["everything", "wild"], ["egress", "local"]],
  ["local", ["short"], ["everything", "short"], []],
])("the entry %s leads to what routes, rules and gates it", async (name, routes, rules, gateways) => {
  const { serviceEntry: entry } = await graph.query(
    `query ($name: String!) {
      serviceEntry(cluster: "eu-1", namespace: "shop", name: $name) {
        virtualServices { name namespace } destinationRules { name } gateways { name }
      }
    }`,
    { name },
  );

  expect(names(entry.virtualServices)).toEqual(routes);
  expect(names(entry.destinationRules)).toEqual(rules);
  expect(names(entry.gateways)).toEqual(gateways);
});

test("a gateway leads to what is bound to it, and back", async () => {
  const { istioGateway: gateway, virtualService: bound } = await graph.query(`{
    istioGateway(cluster: "eu-1", namespace: "istio-egress", name: "egress") { virtualServices { name } }
    virtualService(cluster: "eu-1", namespace: "shop", name: "exact") { istioGateways { id } }
  }`);

  expect(names(gateway.virtualServices)).toEqual(["exact", "upper"]);
  expect(bound.istioGateways).toEqual([{ id: "IstioGateway/eu-1/istio-egress/egress" }]);
});
