import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { madeBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";
import { revisionSuffix, type MeshPlan, type Revision } from "./mesh-plan.ts";

/** The webhooks that put sidecars into pods: one object for each revision, and one for each tag. Source: Istio's chart istiod. */
export function injectors(mesh: MeshPlan, stage: Stage): KubeObject[] {
  const { revisions, tags } = mesh;
  return [
    ...revisions.map((revision) => {
      const rules = [byRevision(revision.name), ...(revision.name === "default" ? [byInjection] : [])];
      return injector(`istio-sidecar-injector${revisionSuffix(revision)}`, revision, undefined, rules, stage);
    }),
    ...Object.entries(tags).flatMap(([tag, name]) => {
      const revision = revisions.find((each) => each.name === name);
      return revision === undefined
        ? []
        : [injector(`istio-revision-tag-${tag}`, revision, tag, [byRevision(tag)], stage)];
    }),
  ];
}

interface Rule {
  readonly name: string;
  readonly namespaces: readonly JsonObject[];
}

const byRevision = (name: string): Rule => ({
  name: "rev.namespace.sidecar-injector.istio.io",
  namespaces: [
    { key: "istio.io/rev", operator: "In", values: [name] },
    { key: "istio-injection", operator: "DoesNotExist" },
  ],
});

const byInjection: Rule = {
  name: "namespace.sidecar-injector.istio.io",
  namespaces: [{ key: "istio-injection", operator: "In", values: ["enabled"] }],
};

function injector(
  name: string,
  revision: Revision,
  tag: string | undefined,
  rules: readonly Rule[],
  stage: Stage,
): KubeObject {
  const creationTimestamp = stage.ago(days(revision.name === "default" ? 300 : 12));
  const object: KubeObject = {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    metadata: {
      name,
      uid: stage.uid(),
      generation: 2,
      creationTimestamp,
      labels: {
        app: "sidecar-injector",
        "app.kubernetes.io/name": "istiod",
        "istio.io/rev": revision.name,
        ...(tag !== undefined && { "istio.io/tag": tag }),
        "operator.istio.io/component": "Pilot",
        release: "istiod",
      },
    },
    webhooks: rules.map((rule) => webhook(rule, revision)),
  };
  return madeBy("helm", object, creationTimestamp);
}

function webhook({ name, namespaces }: Rule, revision: Revision): JsonObject {
  return {
    name,
    admissionReviewVersions: ["v1"],
    clientConfig: {
      service: { name: `istiod${revisionSuffix(revision)}`, namespace: "istio-system", path: "/inject", port: 443 },
    },
    failurePolicy: "Fail",
    matchPolicy: "Equivalent",
    namespaceSelector: { matchExpressions: namespaces },
    objectSelector: { matchExpressions: [{ key: "sidecar.istio.io/inject", operator: "NotIn", values: ["false"] }] },
    reinvocationPolicy: "Never",
    rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"], scope: "*" }],
    sideEffects: "None",
    timeoutSeconds: 10,
  };
}
