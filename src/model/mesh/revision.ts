import type { StringMap } from "../../../schema/kubernetes-object.ts";

const INJECTION = "istio-injection";
const REVISION = "istio.io/rev";
const INJECT = "sidecar.istio.io/inject";

/** The revision that nobody named. */
export const DEFAULT_REVISION = "default";

/** What leads to a revision: a webhook of its own, or a tag that stands for it. */
export interface Injector {
  readonly revision: string;
  readonly tag: string | null;
}

/**
 * The revision or tag whose webhook takes a pod's sidecar in hand; null when none does. The older label of the namespace comes before its
 * revision, a pod's revision counts only where its namespace says nothing, and either may only be refused by the pod's own label.
 * Source: istio manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml (the selectors of the webhooks).
 */
export function injectedBy(namespaceLabels: StringMap, podLabels: StringMap): string | null {
  if (podLabels[INJECT] === "false") return null;
  const injection = namespaceLabels[INJECTION];
  if (injection !== undefined) return injection === "enabled" ? DEFAULT_REVISION : null;
  const revision = namespaceLabels[REVISION] ?? podLabels[REVISION];
  if (revision !== undefined) return revision;
  return podLabels[INJECT] === "true" ? DEFAULT_REVISION : null;
}

/** The revision that a revision's or a tag's name means in a cluster: a tag comes first, because it may be called like a revision. */
export function revisionOf(name: string, injectors: Iterable<Injector>): string {
  for (const { tag, revision } of injectors) if (tag === name) return revision;
  return name;
}

/** The tags that stand for a revision in a cluster, each once, in order. */
export function tagsOf(revision: string, injectors: Iterable<Injector>): readonly string[] {
  const tags = new Set<string>();
  for (const injector of injectors) if (injector.revision === revision && injector.tag !== null) tags.add(injector.tag);
  return [...tags].toSorted();
}
