import type { KubernetesObject } from "../schema/kubernetes-object.ts";
import { NodePool } from "../schema/node-pool.ts";
import type { View } from "../src/ports.ts";

/** The label by which Karpenter's nodes and node claims name their pool. Source: karpenter pkg/apis/v1/labels.go. */
const NODE_POOL = "karpenter.sh/nodepool";

/** The index keys of what is of a pool. */
export function poolKeys({ cluster, labels }: KubernetesObject): readonly string[] {
  const pool = labels[NODE_POOL];
  return pool === undefined ? [] : [poolKey(cluster, pool)];
}

export function poolKey(cluster: string, pool: string): string {
  return `${pool} ${cluster}`;
}

export function nodePoolOf(view: View, { cluster, labels }: KubernetesObject): NodePool | null {
  const name = labels[NODE_POOL];
  return name === undefined ? null : view.get(NodePool, { cluster, namespace: null, name });
}
