import { isJsonArray, isJsonObject, textOf, type Json, type JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { nameSuffix } from "../../uuid.ts";
import { nodeNameOf, statusOf } from "./pod-reading.ts";
import { madeBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";
import { serviceName, servicePorts } from "./service.ts";
import type { Workload } from "./workload.ts";

/** The zone of each node, by its name. */
export type Zones = ReadonlyMap<string, string>;

/** Who answers for a Service: the pods that it selects. */
export function endpointSlice(
  workload: Workload,
  service: KubeObject,
  pods: readonly KubeObject[],
  zones: Zones,
  stage: Stage,
): KubeObject {
  const name = serviceName(workload);
  const creationTimestamp = stage.ago(days(280));
  const { labels = {}, uid = "" } = service.metadata;
  const object: KubeObject = {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      name: `${name}-${nameSuffix(stage.random)}`,
      generateName: `${name}-`,
      namespace: workload.namespace,
      uid: stage.uid(),
      generation: 4,
      creationTimestamp,
      labels: {
        ...labels,
        "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
        "kubernetes.io/service-name": name,
      },
      ownerReferences: [{ apiVersion: "v1", kind: "Service", name, uid, controller: true, blockOwnerDeletion: true }],
    },
    addressType: "IPv4",
    endpoints: endpointsOf(pods, zones),
    ports: servicePorts(workload).map(({ name: port, targetPort, protocol = "TCP" }) => ({
      name: port,
      port: targetPort,
      protocol,
    })),
  };
  return madeBy("kube-controller-manager", object, creationTimestamp);
}

/** The endpoints of pods that have an address, in the order of their names: null for none, as API servers write it. */
export function endpointsOf(pods: readonly KubeObject[], zones: Zones): readonly JsonObject[] | null {
  const reachable = pods.filter((pod) => textOf(statusOf(pod)["podIP"]) !== "");
  if (reachable.length === 0) return null;
  return reachable
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .map((pod) => {
      const { name, namespace, uid = "", deletionTimestamp } = pod.metadata;
      const nodeName = nodeNameOf(pod) ?? "";
      const isReady = isPodReady(pod);
      const terminating = deletionTimestamp !== undefined;
      return {
        addresses: [textOf(statusOf(pod)["podIP"])],
        conditions: { ready: isReady && !terminating, serving: isReady, terminating },
        nodeName,
        targetRef: { kind: "Pod", name, namespace, uid },
        ...(zones.has(nodeName) && { zone: zones.get(nodeName) }),
      };
    });
}

/** Whether the pod says that it can be called. */
export function isPodReady(pod: KubeObject): boolean {
  const conditions: Json | undefined = statusOf(pod)["conditions"];
  if (!isJsonArray(conditions)) return false;
  return conditions.some((each) => isJsonObject(each) && each["type"] === "Ready" && each["status"] === "True");
}
