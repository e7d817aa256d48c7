import type { KubernetesObject } from "../../../schema/kubernetes-object.ts";
import { selectorOfObject, selects } from "../label-selector.ts";
import type { HostClaim } from "./host-claim.ts";
import type { MeshService, MeshWorld } from "./mesh-world.ts";

const REVISION = "istio.io/rev";

type NamespaceWorld = Pick<MeshWorld, "config" | "gaps" | "namespaceLabels">;

/**
 * Whether the control plane looks at a namespace at all. Null when it cannot be told. Source: istio pkg/kube/namespace/filter.go: without
 * selectors all are, else those that one selects; an invalid selector leaves the selectors of before in force.
 */
export function isDiscovered(world: NamespaceWorld, namespace: string): boolean | null {
  const { discoverySelectors } = world.config;
  if (discoverySelectors.length === 0) return true;
  const selectors = discoverySelectors.map(selectorOfObject);
  if (selectors.includes(null)) return null;
  const labels = world.namespaceLabels(namespace);
  if (labels === null) return world.gaps.some(({ what }) => what === "NAMESPACES") ? null : false;
  return selectors.some((selector) => selector !== null && selects(selector, labels));
}

/**
 * Whether an object of Istio is of the control plane's revision. Source: istio pkg/config/model.go (LabelsInRevision): one without the
 * label is for all.
 */
export function isOfRevision(world: Pick<MeshWorld, "config">, { labels }: Pick<KubernetesObject, "labels">): boolean {
  const { revision } = world.config;
  return revision === "" || !Object.hasOwn(labels, REVISION) || labels[REVISION] === revision;
}

/** Those of some services that the control plane looks at, and what is to be said of the others. */
export interface ReadServices {
  readonly read: readonly MeshService[];
  readonly claims: readonly HostClaim[];
  /** Why it cannot be told; null when it can. */
  readonly unknown: string | null;
}

export function readServices(world: NamespaceWorld, services: readonly MeshService[]): ReadServices {
  const read: MeshService[] = [];
  const claims: HostClaim[] = [];
  for (const service of services) {
    const { namespace, origin, object } = service;
    const discovered = isDiscovered(world, namespace);
    if (discovered === null)
      return { read, claims, unknown: `It cannot be told whether the control plane looks at namespace ${namespace}.` };
    if (!discovered)
      claims.push({
        service,
        verdict: "NOT_READ",
        reason: `The mesh's discoverySelectors leave namespace ${namespace} out.`,
      });
    else if (origin === "SERVICE_ENTRY" && !isOfRevision(world, object))
      claims.push({
        service,
        verdict: "NOT_READ",
        reason: `It is of revision ${object.labels[REVISION]}, not ${world.config.revision}.`,
      });
    else read.push(service);
  }
  return { read, claims, unknown: null };
}
