import type { EntityClass } from "../schema/entity.ts";
import { KubernetesGateway } from "../schema/kubernetes-gateway.ts";
import type { KubernetesObject } from "../schema/kubernetes-object.ts";
import { KubernetesService } from "../schema/kubernetes-service.ts";
import { ServiceEntry } from "../schema/service-entry.ts";
import type { TargetReference } from "../schema/target-reference.ts";
import type { View } from "../src/ports.ts";
import { inOrder } from "./edge.ts";

/** What references of the Gateway API and of Istio's policies may name, as far as the graph has it. */
const types = new Map<string, EntityClass<KubernetesObject>>([
  ["/Service", KubernetesService],
  ["networking.istio.io/ServiceEntry", ServiceEntry],
  ["gateway.networking.k8s.io/Gateway", KubernetesGateway],
]);

/** The objects that an object's references name, as far as they are there; each once. */
export function namedBy(
  view: View,
  { cluster, namespace: own }: KubernetesObject,
  references: readonly TargetReference[],
): readonly KubernetesObject[] {
  return inOrder(
    references.flatMap(({ group, kind, namespace, name }) => {
      const type = types.get(`${group}/${kind}`);
      return type === undefined ? [] : (view.get(type, { cluster, namespace: namespace ?? own, name }) ?? []);
    }),
  );
}

/** The index keys of what an object names: `group/kind namespace/name cluster`. */
export function referenceKeys(
  { cluster, namespace: own }: KubernetesObject,
  references: readonly TargetReference[],
): readonly string[] {
  const keys = references.map(({ group, kind, namespace, name }) =>
    referenceKey(`${group}/${kind}`, namespace ?? own ?? "", name, cluster),
  );
  return [...new Set(keys)];
}

export function referenceKey(kind: string, namespace: string, name: string, cluster: string): string {
  return `${kind} ${namespace}/${name} ${cluster}`;
}
