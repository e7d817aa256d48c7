import type { KubeClient } from "../../support/kube-client.ts";
import type { KubeDraft } from "../../support/kube-wire.ts";

/** Creates a pod and says of it what kube-scheduler would when no node is good for it, which is what Karpenter acts on. */
export async function createUnschedulable(client: KubeClient, draft: KubeDraft): Promise<void> {
  const path = `/api/v1/namespaces/${draft.metadata.namespace}/pods`;
  await client.create(path, draft);
  const message = "0/0 nodes are available";
  await client.patch(`${path}/${draft.metadata.name}/status`, {
    status: { conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message }] },
  });
}

/** Binds a pod to a node as kube-scheduler would, and has it run as the kubelet would. */
export async function runOn(client: KubeClient, node: string, namespace: string, name: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  const target = { kind: "Node", name: node };
  await client.create(`${path}/binding`, { apiVersion: "v1", kind: "Binding", metadata: { name }, target });
  await client.patch(`${path}/status`, {
    status: { phase: "Running", conditions: [{ type: "PodScheduled", status: "True" }] },
  });
}

/** Says of a node that it is ready, as its kubelet would, and takes away the taints that it got for not being so. */
export async function makeReady(client: KubeClient, node: string): Promise<void> {
  const path = `/api/v1/nodes/${node}`;
  await client.patch(`${path}/status`, {
    status: { conditions: [{ type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is ready" }] },
  });
  await client.patch(path, { spec: { taints: null } });
}
