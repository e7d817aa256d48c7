import type { StringMap } from "../../../schema/kubernetes-object.ts";
import { readIstioImage } from "./istio-image.ts";
import { injectedBy } from "./revision.ts";

/** What carries a workload's traffic: its own proxy, the node's, or none; or it is itself a part of the mesh. */
export type DataPlaneMode = "NONE" | "SIDECAR" | "AMBIENT" | "GATEWAY" | "WAYPOINT" | "ZTUNNEL";

const AMBIENT_MODE = "istio.io/dataplane-mode";
const PROXY = "istio-proxy";
const CLASS = "gateway.networking.k8s.io/gateway-class-name";
const WAYPOINT_CLASS = "istio-waypoint";

/** What is asked for a workload, by its namespace's labels and its own. */
export interface WantedDataPlane {
  readonly mode: "NONE" | "SIDECAR" | "AMBIENT";
  /** The revision or tag that shall give the sidecar; null in every other mode. */
  readonly revision: string | null;
}

/** What carries a pod's traffic in truth. */
export interface ObservedDataPlane {
  readonly mode: DataPlaneMode;
  /** Of the control plane that made the proxy what it is; null when it is not said. */
  readonly revision: string | null;
  readonly proxyImage: string | null;
  readonly proxyVersion: string | null;
}

export interface MeshedPod {
  readonly labels: StringMap;
  readonly annotations: StringMap;
  readonly hostNetwork: boolean;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
}

/**
 * What a pod of a namespace is to have. A sidecar, where one is asked for, keeps the pod out of ambient. Sources: ./revision.ts for sidecars; istio
 * pkg/kube/inject/inject.go (injectRequired: not on the host's network); manifests/charts/istio-cni/values.yaml (ambient.enablementSelectors:
 * the pod's label, or its namespace's unless the pod says none).
 */
export function wantedDataPlane(
  namespaceLabels: StringMap,
  pod: Pick<MeshedPod, "labels" | "hostNetwork"> = { labels: {}, hostNetwork: false },
): WantedDataPlane {
  if (pod.hostNetwork) return { mode: "NONE", revision: null };
  const revision = injectedBy(namespaceLabels, pod.labels);
  if (revision !== null) return { mode: "SIDECAR", revision };
  const own = pod.labels[AMBIENT_MODE];
  const isAmbient = own === "ambient" || (own !== "none" && namespaceLabels[AMBIENT_MODE] === "ambient");
  return { mode: isAmbient ? "AMBIENT" : "NONE", revision: null };
}

/**
 * What a pod has: seen by its containers and by what Istio's CNI plugin notes on it. Sources: istio manifests/charts/istio-control/
 * istio-discovery/files and charts/ztunnel (istio-proxy is the proxy's container; gateways, waypoints and ztunnel have no other);
 * cni/pkg/util/podutil.go (PodFullyEnrolled).
 */
export function observedDataPlane({ labels, annotations, containers }: MeshedPod): ObservedDataPlane {
  const revision = annotations["istio.io/rev"] ?? null;
  const proxy = containers.find(({ name }) => name === PROXY);
  if (proxy !== undefined) {
    const proxyVersion = readIstioImage(proxy.image).version;
    return { mode: modeOfProxy(labels, containers.length === 1), revision, proxyImage: proxy.image, proxyVersion };
  }
  const isRedirected = annotations["ambient.istio.io/redirection"] === "enabled";
  return { mode: isRedirected ? "AMBIENT" : "NONE", revision: null, proxyImage: null, proxyVersion: null };
}

function modeOfProxy(labels: StringMap, isAlone: boolean): DataPlaneMode {
  if (!isAlone) return "SIDECAR";
  if (labels["app"] === "ztunnel") return "ZTUNNEL";
  return labels[CLASS] === WAYPOINT_CLASS ? "WAYPOINT" : "GATEWAY";
}
