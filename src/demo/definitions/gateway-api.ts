import type { Definition } from "../definition.ts";
import type { Schema } from "../schema/schema.ts";
import { anything, define, listBy, listOf, objectOf, text } from "./define.ts";

const parentRefs = listOf(anything, { maxItems: 32 });

const gateway: Schema = {
  ...anything,
  properties: { gatewayClassName: text, listeners: listBy("name", anything) },
  required: ["gatewayClassName", "listeners"],
};

const route: Schema = {
  ...anything,
  properties: { parentRefs, hostnames: listOf(text, { maxItems: 16 }), rules: listOf(anything, { maxItems: 16 }) },
};

const gatewayApi = (
  kind: string,
  plural: string,
  versions: readonly string[],
  spec: Schema,
  scope: "Namespaced" | "Cluster" = "Namespaced",
): Definition =>
  define({ group: "gateway.networking.k8s.io", kind, plural, scope, versions, spec, categories: ["gateway-api"] });

const common: readonly Definition[] = [
  gatewayApi("Gateway", "gateways", ["v1", "v1beta1"], gateway),
  gatewayApi("HTTPRoute", "httproutes", ["v1", "v1beta1"], route),
  gatewayApi(
    "GatewayClass",
    "gatewayclasses",
    ["v1", "v1beta1"],
    objectOf({ controllerName: text, description: text, parametersRef: anything }, ["controllerName"]),
    "Cluster",
  ),
];

/** The resources of the Gateway API, in a release in which a TLSRoute has become v1. */
export const gatewayApiDefinitions: readonly Definition[] = [
  ...common,
  gatewayApi("TLSRoute", "tlsroutes", ["v1", "v1alpha3", "v1alpha2"], route),
];

/** The same of an older release, in which a TLSRoute is an experiment. */
export const olderGatewayApiDefinitions: readonly Definition[] = [
  ...common,
  gatewayApi("TLSRoute", "tlsroutes", ["v1alpha3", "v1alpha2"], route),
];
