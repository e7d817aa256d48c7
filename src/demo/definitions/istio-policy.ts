import type { Definition } from "../definition.ts";
import type { Schema } from "../schema/schema.ts";
import { anything, define, listOf, mapOf, objectOf, text } from "./define.ts";

/** What Istio's chart puts on each of its definitions. */
export const istioLabels = { app: "istio-pilot", chart: "istio", heritage: "Tiller", release: "istio" };

const selector: Schema = objectOf({ matchLabels: mapOf(text) });
const targetRefs = listOf(objectOf({ group: text, kind: text, name: text, namespace: text }, ["kind", "name"]), {
  maxItems: 16,
});

const policy = (shape: Pick<Parameters<typeof define>[0], "group" | "kind" | "plural" | "versions">, spec: Schema) =>
  define({
    ...shape,
    scope: "Namespaced",
    spec,
    categories: ["istio-io", `${shape.group.split(".")[0]}-istio-io`],
    labels: istioLabels,
  });

const security = { group: "security.istio.io", versions: ["v1", "v1beta1"] };

/** Istio's resources that say who may call whom, and what is told of it. */
export const istioPolicyDefinitions: readonly Definition[] = [
  policy(
    { ...security, kind: "AuthorizationPolicy", plural: "authorizationpolicies" },
    {
      ...anything,
      properties: {
        selector,
        targetRefs,
        action: { ...text, enum: ["ALLOW", "DENY", "AUDIT", "CUSTOM"] },
        rules: listOf(anything, { maxItems: 512 }),
      },
    },
  ),
  policy(
    { ...security, kind: "PeerAuthentication", plural: "peerauthentications" },
    { ...anything, properties: { selector, mtls: anything, portLevelMtls: mapOf(anything) } },
  ),
  // It is stored in its alpha version still. Source: istio.io/api kubernetes/customresourcedefinitions.gen.yaml
  policy(
    { group: "telemetry.istio.io", versions: ["v1alpha1", "v1"], kind: "Telemetry", plural: "telemetries" },
    {
      ...anything,
      properties: { selector, targetRefs, accessLogging: listOf(anything), tracing: listOf(anything) },
    },
  ),
];
