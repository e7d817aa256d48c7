import type { DataPlane } from "../schema/data-plane.ts";
import { IstioInjector } from "../schema/istio-injector.ts";
import { Namespace } from "../schema/namespace.ts";
import type { Pod } from "../schema/pod.ts";
import { noStrings } from "../schema/kubernetes-object.ts";
import { observedDataPlane, wantedDataPlane } from "../src/model/mesh/data-plane.ts";
import { revisionOf } from "../src/model/mesh/revision.ts";
import type { View } from "../src/ports.ts";

/** What carries a pod's traffic, and what is asked for it. */
export function dataPlaneOfPod(view: View, pod: Pod): DataPlane {
  const { cluster, namespace } = pod;
  const home = view.get(Namespace, { cluster, namespace: null, name: namespace ?? "" });
  const { mode, revision, proxyImage, proxyVersion } = observedDataPlane(pod);
  const isPart = mode === "GATEWAY" || mode === "WAYPOINT" || mode === "ZTUNNEL";
  const wanted = isPart ? mode : wantedDataPlane(home?.labels ?? noStrings, pod).mode;
  return { mode, wanted, revision, proxyImage, proxyVersion };
}

/** What new pods of a namespace get. */
export function dataPlaneOfNamespace(view: View, { cluster, labels }: Namespace): DataPlane {
  const { mode, revision } = wantedDataPlane(labels);
  const injectors = revision === null ? [] : view.all(IstioInjector, { clusters: [cluster] });
  return {
    mode,
    wanted: mode,
    revision: revision === null ? null : revisionOf(revision, injectors),
    proxyImage: null,
    proxyVersion: null,
  };
}
