import { stringify } from "yaml";
import type { KubeObject } from "../kube-object.ts";
import { madeBy } from "./owned.ts";
import { mesh } from "./plan.ts";
import { days, type Stage } from "./stage.ts";

/** The ConfigMap from which istiod learns what mesh it is of. */
export function meshConfig(stage: Stage): KubeObject {
  const { name } = stage.plan;
  const config = {
    accessLogFile: "/dev/stdout",
    defaultConfig: {
      discoveryAddress: "istiod.istio-system.svc:15012",
      meshId: mesh.id,
      proxyMetadata: { ISTIO_META_CLUSTER_ID: name },
    },
    enablePrometheusMerge: true,
    outboundTrafficPolicy: { mode: "REGISTRY_ONLY" },
    rootNamespace: "istio-system",
    trustDomain: mesh.trustDomain,
  };
  const creationTimestamp = stage.ago(days(300));
  const configMap: KubeObject = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: "istio",
      namespace: "istio-system",
      uid: stage.uid(),
      creationTimestamp,
      labels: { "istio.io/rev": mesh.revision, "operator.istio.io/component": "Pilot", release: "istiod" },
    },
    data: { mesh: stringify(config), meshNetworks: "networks: {}\n" },
  };
  return madeBy("helm", configMap, creationTimestamp);
}
