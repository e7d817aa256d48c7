import { Pod } from "../schema/pod.ts";
import type { LabelSelector } from "../src/model/label-selector.ts";
import { anchorPairs, labelPairs, selects } from "../src/model/label-selector.ts";
import type { Index, Selection } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";

const podsByLabel = indexOf(Pod, ({ cluster, namespace, labels }) =>
  labelPairs(labels).map((pair) => `${pair} ${namespace} ${cluster}`),
);

/** Built only where somebody asks for the pods of a gateway, which may be in any namespace. */
const podsByLabelAnywhere = indexOf(Pod, ({ cluster, labels }) =>
  labelPairs(labels).map((pair) => `${pair} ${cluster}`),
);

/** The pods of a cluster that a selector selects, in one namespace or, with null, in all. */
export function podsSelectedBy(selector: LabelSelector, cluster: string, namespace: string | null): Selection<Pod> {
  const [anchor, ...others] = anchorPairs(selector) ?? [];
  if (anchor === undefined || others.length > 0)
    return {
      clusters: [cluster],
      namespaces: namespace === null ? null : [namespace],
      where: selector.length === 0 ? undefined : ({ labels }) => selects(selector, labels),
    };
  const within: { readonly index: Index<Pod>; readonly key: string } =
    namespace === null
      ? { index: podsByLabelAnywhere, key: `${anchor} ${cluster}` }
      : { index: podsByLabel, key: `${anchor} ${namespace} ${cluster}` };
  return { within, where: selector.length === 1 ? undefined : ({ labels }) => selects(selector, labels) };
}
