import { revisionSuffix, type MeshPlan, type Revision } from "../mesh/mesh-plan.ts";
import { egress } from "../egress/gateway.ts";
import type { Workload } from "./workload.ts";

const platform = { mesh: "none", isTeams: false, namespace: "istio-system" } as const;

/** A control plane. Source: Istio's chart istiod. */
export function istiod(revision: Revision, cluster: string): Workload {
  const name = `istiod${revisionSuffix(revision)}`;
  const isDefault = revision.name === "default";
  return {
    ...platform,
    name,
    controller: "Deployment",
    image: `docker.io/istio/pilot:${revision.version}`,
    replicas: 2,
    port: 15_012,
    cpu: "500m",
    memory: "2Gi",
    labels: {
      app: "istiod",
      "istio.io/rev": revision.name,
      istio: isDefault ? "pilot" : "istiod",
      "operator.istio.io/component": "Pilot",
      "sidecar.istio.io/inject": "false",
      "istio.io/dataplane-mode": "none",
    },
    selector: isDefault ? { istio: "pilot" } : { app: "istiod", "istio.io/rev": revision.name },
    environment: {
      REVISION: revision.name,
      PILOT_CERT_PROVIDER: "istiod",
      PILOT_ENABLE_ANALYSIS: "false",
      CLUSTER_ID: cluster,
    },
    minAvailable: 1,
    service: {
      labels: { app: "istiod", istio: "pilot", "istio.io/rev": revision.name },
      ports: [
        { name: "grpc-xds", port: 15_010, targetPort: 15_010 },
        { name: "https-dns", port: 15_012, targetPort: 15_012 },
        { name: "https-webhook", port: 443, targetPort: 15_017 },
        { name: "http-monitoring", port: 15_014, targetPort: 15_014 },
      ],
    },
  };
}

/** The control planes of a cluster. */
export function controlPlanes({ revisions }: MeshPlan, cluster: string): Workload[] {
  return revisions.map((revision) => istiod(revision, cluster));
}

/** The one way out: three pods on nodes that are for nothing else. Source: Istio's chart istio-egress. */
export function egressGateway(version: string): Workload {
  return {
    namespace: egress.namespace,
    name: egress.service,
    controller: "Deployment",
    image: `docker.io/istio/proxyv2:${version}`,
    replicas: 3,
    port: 8443,
    cpu: "100m",
    memory: "128Mi",
    mesh: "gateway",
    isTeams: false,
    labels: { ...egress.selector, "sidecar.istio.io/inject": "false" },
    selector: { app: egress.service, ...egress.selector },
    nodeSelector: { dedicated: "egress" },
    tolerations: [{ key: "dedicated", operator: "Equal", value: "egress", effect: "NoSchedule" }],
    minAvailable: 2,
    service: {
      labels: { app: egress.service, ...egress.selector },
      ports: [
        { name: "http2", port: 80, targetPort: 8080 },
        { name: "https", port: 443, targetPort: 8443 },
      ],
    },
  };
}

/** What istiod deploys for a Gateway of the Gateway API. Source: Istio's templates kube-gateway.yaml and waypoint.yaml. */
export function gatewayDeployment(
  gateway: { readonly namespace: string; readonly name: string; readonly gatewayClass: string },
  version: string,
  shape: Pick<Workload, "service" | "replicas" | "port">,
): Workload {
  const isWaypoint = gateway.gatewayClass === "istio-waypoint";
  const name = isWaypoint ? gateway.name : `${gateway.name}-istio`;
  const labels = {
    "gateway.networking.k8s.io/gateway-name": gateway.name,
    "gateway.networking.k8s.io/gateway-class-name": gateway.gatewayClass,
    "gateway.istio.io/managed": isWaypoint ? "istio.io-mesh-controller" : "istio.io-gateway-controller",
  };
  return {
    ...shape,
    namespace: gateway.namespace,
    name,
    controller: "Deployment",
    image: `docker.io/istio/proxyv2:${version}`,
    cpu: "100m",
    memory: "128Mi",
    mesh: "gateway",
    isTeams: false,
    labels: {
      ...labels,
      "sidecar.istio.io/inject": isWaypoint ? "false" : "true",
      "istio.io/dataplane-mode": "none",
      "service.istio.io/canonical-name": name,
      "service.istio.io/canonical-revision": "latest",
    },
    selector: { "gateway.networking.k8s.io/gateway-name": gateway.name },
  };
}

const agent = {
  ...platform,
  controller: "DaemonSet",
  replicas: 0,
  service: "none",
  tolerations: [{ operator: "Exists" }],
} as const;

/** The proxies of ambient mode, one on each node, and what leads traffic to them. */
export function ambientAgents(version: string): Workload[] {
  return [
    {
      ...agent,
      name: "ztunnel",
      image: `docker.io/istio/ztunnel:${version}`,
      port: 15_020,
      cpu: "200m",
      memory: "512Mi",
      labels: { "sidecar.istio.io/inject": "false", "istio.io/dataplane-mode": "none" },
    },
    {
      ...agent,
      name: "istio-cni-node",
      image: `docker.io/istio/install-cni:${version}`,
      port: 15_014,
      cpu: "100m",
      memory: "100Mi",
      labels: { "k8s-app": "istio-cni-node", "sidecar.istio.io/inject": "false", "istio.io/dataplane-mode": "none" },
    },
  ];
}
