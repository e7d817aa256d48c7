import { stringify } from "yaml";
import type { KubeObject } from "../../kube-object.ts";
import { madeBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";
import { revisionSuffix, type MeshPlan, type Revision } from "./mesh-plan.ts";

/** The ConfigMaps from which the control planes learn what mesh they are of. */
export function meshConfigs(mesh: MeshPlan, stage: Stage): KubeObject[] {
  return mesh.revisions.map((revision) => meshConfig(mesh, revision, stage));
}

function meshConfig(mesh: MeshPlan, revision: Revision, stage: Stage): KubeObject {
  const suffix = revisionSuffix(revision);
  const config = {
    accessLogFile: "/dev/stdout",
    defaultConfig: {
      discoveryAddress: `istiod${suffix}.istio-system.svc:15012`,
      meshId: mesh.id,
      proxyMetadata: { ISTIO_META_CLUSTER_ID: stage.plan.name },
    },
    enablePrometheusMerge: true,
    outboundTrafficPolicy: { mode: mesh.outbound },
    rootNamespace: "istio-system",
    trustDomain: mesh.trustDomain,
  };
  const creationTimestamp = stage.ago(days(300));
  const configMap: KubeObject = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: `istio${suffix}`,
      namespace: "istio-system",
      uid: stage.uid(),
      creationTimestamp,
      labels: { "istio.io/rev": revision.name, "operator.istio.io/component": "Pilot", release: `istiod${suffix}` },
    },
    data: { mesh: stringify(config), meshNetworks: "networks: {}\n" },
  };
  return madeBy("helm", configMap, creationTimestamp);
}
