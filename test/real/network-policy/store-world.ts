import { Decoder } from "../../../connectors/kubernetes/decode.ts";
import type { Kind } from "../../../connectors/kubernetes/kind.ts";
import { namespace } from "../../../connectors/kubernetes/kinds/namespace.ts";
import { networkPolicy } from "../../../connectors/kubernetes/kinds/network-policy.ts";
import { pod } from "../../../connectors/kubernetes/kinds/pod.ts";
import type { KubernetesObject } from "../../../schema/kubernetes-object.ts";
import type { Namespace } from "../../../schema/namespace.ts";
import type { NetworkPolicy } from "../../../schema/network-policy.ts";
import type { Pod } from "../../../schema/pod.ts";
import { type KubeClient, KubeError } from "../../support/kube-client.ts";
import type { PolicyManifest, PolicyWorld } from "../../support/random-network-policy-world.ts";
import { namespaceDraft, podDraft, podStatus } from "./drafts.ts";

/** What an API server holds, as the graph reads it. */
export interface StoredWorld {
  readonly namespaces: readonly Namespace[];
  readonly pods: readonly Pod[];
  readonly policies: readonly NetworkPolicy[];
}

/** Has an API server take namespaces and pods, with the status that a kubelet would give them. */
export async function createPods(client: KubeClient, { namespaces, pods }: PolicyWorld): Promise<void> {
  for (const one of namespaces)
    await client.apply(`/api/v1/namespaces/${one.name}`, namespaceDraft(one), { fieldManager: "test" });
  for (const one of pods) {
    const path = `/api/v1/namespaces/${one.namespace}/pods`;
    await client.create(path, podDraft(one));
    await client.patch(`${path}/${one.name}/status`, { status: podStatus(one) });
  }
}

/** Whether the API server takes a policy. */
export async function takes(client: KubeClient, policy: PolicyManifest): Promise<boolean> {
  try {
    await client.create(`/apis/networking.k8s.io/v1/namespaces/${policy.metadata.namespace}/networkpolicies`, {
      ...policy,
    });
    return true;
  } catch (error) {
    if (error instanceof KubeError && (error.status.code === 400 || error.status.code === 422)) return false;
    throw error;
  }
}

export async function readWorld(client: KubeClient): Promise<StoredWorld> {
  return {
    namespaces: await read(client, namespace, "/api/v1/namespaces"),
    pods: await read(client, pod, "/api/v1/pods"),
    policies: await read(client, networkPolicy, "/apis/networking.k8s.io/v1/networkpolicies"),
  };
}

async function read<T extends KubernetesObject>(client: KubeClient, kind: Kind<T>, path: string): Promise<T[]> {
  const decoder = new Decoder("eu-1");
  return (await client.list(path)).items.map((item) => decoder.decode(kind, item));
}
