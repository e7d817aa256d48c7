import { KubernetesService } from "../schema/kubernetes-service.ts";
import type { StringMap } from "../schema/kubernetes-object.ts";
import { Pod } from "../schema/pod.ts";
import type { ServiceEntry } from "../schema/service-entry.ts";
import { WorkloadEntry } from "../schema/workload-entry.ts";
import type { MeshService } from "../src/model/istio/mesh-world.ts";
import { selectorOfMap, selects } from "../src/model/label-selector.ts";
import type { View } from "../src/ports.ts";
import { isRead } from "./is-read.ts";
import { podsSelectedBy } from "./pod-selection.ts";

/** Whether a workload of a service has these labels besides; null when its workloads are not known, as of a name in DNS. */
export function hasWorkload(view: View, { object, selector }: MeshService, labels: StringMap): boolean | null {
  if (selector === null) return object instanceof KubernetesService ? null : hasInline(object, labels);
  const { cluster, namespace } = object;
  if (Object.entries(labels).some(([key, value]) => (selector[key] ?? value) !== value)) return false;
  const wanted = selectorOfMap({ ...selector, ...labels });
  if (view.page(Pod, podsSelectedBy(wanted, cluster, namespace), { first: 1 }).items.length > 0) return true;
  if (!isRead(view, Pod, cluster)) return null;
  if (object instanceof KubernetesService) return false;
  if (!isRead(view, WorkloadEntry, cluster)) return null;
  const machines = view.all(WorkloadEntry, { clusters: [cluster], namespaces: [namespace ?? ""] });
  return machines.some(({ labels: own, endpoint }) => selects(wanted, { ...own, ...endpoint.labels }));
}

function hasInline({ endpoints }: ServiceEntry, labels: StringMap): boolean | null {
  if (endpoints.length === 0) return null;
  return endpoints.some((endpoint) => selects(selectorOfMap(labels), endpoint.labels ?? {}));
}
