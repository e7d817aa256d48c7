import type { JsonObject } from "../json.ts";
import type { KubeObject } from "../kube-object.ts";
import type { ExternalHost } from "./external-hosts.ts";
import { appliedBy } from "./owned.ts";
import { egress } from "./plan.ts";
import { days, type Stage } from "./stage.ts";

/** The name by which pods call what is outside. */
export function hostName({ host }: ExternalHost, { plan }: Stage): string {
  return host.replace("{region}", plan.region);
}

/** The ServiceEntry that lets a team call it. */
export function serviceEntry(external: ExternalHost, stage: Stage): KubeObject {
  const { name, namespace, resolution, ports, addresses, throughEgress } = external;
  return istioObject("ServiceEntry", name, external, stage, {
    hosts: [hostName(external, stage)],
    ...(addresses !== undefined && { addresses, endpoints: addresses.map((address) => ({ address })) }),
    ports,
    location: "MESH_EXTERNAL",
    resolution,
    exportTo: throughEgress ? [".", egress.namespace] : [namespace],
  });
}

/** An object of Istio that a team's GitOps applied, as most of them are. */
export function istioObject(
  kind: string,
  name: string,
  { namespace, owner }: Pick<ExternalHost, "namespace" | "owner">,
  stage: Stage,
  spec: JsonObject,
): KubeObject {
  const creationTimestamp = stage.ago(days(20 + stage.random.int(100)));
  const object: KubeObject = {
    apiVersion: "networking.istio.io/v1",
    kind,
    metadata: {
      name,
      namespace,
      uid: stage.uid(),
      generation: 1,
      creationTimestamp,
      labels: { "app.kubernetes.io/managed-by": "argocd", "retail.example/owner": owner },
      annotations: {
        "argocd.argoproj.io/tracking-id": `${namespace}:networking.istio.io/${kind}:${namespace}/${name}`,
      },
    },
    spec,
  };
  return appliedBy("argocd-controller", object, creationTimestamp);
}
