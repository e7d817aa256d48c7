import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { appliedBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";

/** Whose an object is, and where it lies. */
export interface Place {
  readonly namespace: string;
  readonly owner: string;
}

/** An object that a team's GitOps applied, as most of them are. */
export function appliedObject(
  apiVersion: string,
  kind: string,
  name: string,
  { namespace, owner }: Place,
  stage: Stage,
  spec: JsonObject,
): KubeObject {
  const creationTimestamp = stage.ago(days(20 + stage.random.int(100)));
  const [group = ""] = apiVersion.split("/");
  const object: KubeObject = {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      uid: stage.uid(),
      generation: 1,
      creationTimestamp,
      labels: { "app.kubernetes.io/managed-by": "argocd", "retail.example/owner": owner },
      annotations: { "argocd.argoproj.io/tracking-id": `${namespace}:${group}/${kind}:${namespace}/${name}` },
    },
    spec,
  };
  return appliedBy("argocd-controller", object, creationTimestamp);
}

/** One of Istio's networking group. */
export function istioObject(kind: string, name: string, place: Place, stage: Stage, spec: JsonObject): KubeObject {
  return appliedObject("networking.istio.io/v1", kind, name, place, stage, spec);
}
