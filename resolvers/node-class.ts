import { EC2NodeClass } from "../schema/ec2-node-class.ts";
import type { EntityClass } from "../schema/entity.ts";
import type { JsonObject, KubernetesObject } from "../schema/kubernetes-object.ts";
import { NodeClass } from "../schema/node-class.ts";
import type { View } from "../src/ports.ts";

/** The node classes that the graph has, as `nodeClassRef` names them. */
const types = new Map<string, EntityClass<KubernetesObject>>([
  ["karpenter.k8s.aws/EC2NodeClass", EC2NodeClass],
  ["eks.amazonaws.com/NodeClass", NodeClass],
]);

/** What a reference of a pool or claim names; null when it is not there, or of a kind that the graph does not have. */
export function nodeClassOf(view: View, cluster: string, reference: JsonObject): KubernetesObject | null {
  const type = nodeClassType(reference);
  const { name } = reference;
  if (type === null || typeof name !== "string") return null;
  return view.get(type, { cluster, namespace: null, name });
}

/** The type that a reference is of; null for a kind that the graph does not have. */
export function nodeClassType({ group, kind }: JsonObject): EntityClass<KubernetesObject> | null {
  return types.get(`${String(group)}/${String(kind)}`) ?? null;
}
