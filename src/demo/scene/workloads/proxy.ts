import type { JsonObject } from "../../json.ts";
import { namespaceOf } from "../cluster/cluster-plan.ts";
import { revisionNamed, revisionSuffix, type MeshPlan, type Revision } from "../mesh/mesh-plan.ts";
import type { Stage } from "../stage.ts";
import { accessMount, fieldVariable, settled } from "./container.ts";
import { sidecarRequests, type Workload } from "./workload.ts";

/** The proxy of a pod: which mesh it is of, and which control plane it follows. */
export interface Proxy {
  readonly mesh: MeshPlan;
  readonly revision: Revision;
  readonly cluster: string;
  readonly image: string;
}

/** The proxy that pods of this workload have, if they have one. */
export function proxyOf({ namespace, mesh: part }: Workload, { plan }: Stage): Proxy | undefined {
  const { mesh } = plan;
  if (mesh === undefined || (part !== "sidecar" && part !== "gateway")) return undefined;
  const revision = revisionNamed(mesh, namespaceOf(plan, namespace)?.revision);
  return { mesh, revision, cluster: plan.name, image: `docker.io/istio/proxyv2:${revision.version}` };
}

/** The container of a sidecar, which a webhook put into the pod. Source: Istio's injection-template.yaml. */
export function sidecar(workload: Workload, proxy: Proxy): JsonObject {
  return {
    name: "istio-proxy",
    image: proxy.image,
    args: ["proxy", "sidecar", "--domain", "$(POD_NAMESPACE).svc.cluster.local", "--log_output_level=default:info"],
    ports: [{ name: "http-envoy-prom", containerPort: 15_090, protocol: "TCP" }],
    env: proxyVariables(workload, proxy),
    resources: { limits: { cpu: "2", memory: "1Gi" }, requests: sidecarRequests },
    volumeMounts: [accessMount],
    ...(proxy.mesh.sidecars === "native" && { restartPolicy: "Always" }),
    ...settled,
  };
}

/** What leads a pod's traffic to its sidecar, before all else. */
export function redirection({ image }: Proxy): JsonObject {
  return {
    name: "istio-init",
    image,
    args: ["istio-iptables", "-p", "15001", "-z", "15006", "-u", "1337", "-m", "REDIRECT", "-i", "*", "-b", "*"],
    resources: { limits: { cpu: "2", memory: "1Gi" }, requests: sidecarRequests },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { add: ["NET_ADMIN", "NET_RAW"], drop: ["ALL"] },
      privileged: false,
      readOnlyRootFilesystem: false,
      runAsGroup: 0,
      runAsNonRoot: false,
      runAsUser: 0,
    },
    ...settled,
  };
}

/** The variables of a proxy. Names come from Istio's templates; of the values, those that tell where it is. */
export function proxyVariables(
  { name, namespace, controller, port }: Workload,
  { mesh, cluster, revision }: Proxy,
): JsonObject[] {
  const kind = `${controller.toLowerCase()}s`;
  const values = {
    PILOT_CERT_PROVIDER: "istiod",
    CA_ADDR: `istiod${revisionSuffix(revision)}.istio-system.svc:15012`,
    ISTIO_META_POD_PORTS: JSON.stringify([{ name: "http", containerPort: port, protocol: "TCP" }]),
    ISTIO_META_APP_CONTAINERS: name,
    ISTIO_META_CLUSTER_ID: cluster,
    ISTIO_META_NETWORK: `${cluster}-network`,
    ISTIO_META_INTERCEPTION_MODE: "REDIRECT",
    ISTIO_META_WORKLOAD_NAME: name,
    ISTIO_META_OWNER: `kubernetes://apis/apps/v1/namespaces/${namespace}/${kind}/${name}`,
    ISTIO_META_MESH_ID: mesh.id,
    TRUST_DOMAIN: mesh.trustDomain,
  };
  return [
    fieldVariable("POD_NAME", "metadata.name"),
    fieldVariable("POD_NAMESPACE", "metadata.namespace"),
    fieldVariable("INSTANCE_IP", "status.podIP"),
    fieldVariable("SERVICE_ACCOUNT", "spec.serviceAccountName"),
    fieldVariable("HOST_IP", "status.hostIP"),
    ...Object.entries(values).map(([variable, value]) => ({ name: variable, value })),
  ];
}

/** What the webhook notes about the sidecar on the pod. */
export function sidecarAnnotations(
  { name }: Workload,
  { revision, mesh }: Proxy,
): JsonObject & Readonly<Record<string, string>> {
  const isNative = mesh.sidecars === "native";
  const status = {
    initContainers: isNative ? ["istio-init", "istio-proxy"] : ["istio-init"],
    containers: isNative ? null : ["istio-proxy"],
    revision: revision.name,
  };
  return {
    "istio.io/rev": revision.name,
    "kubectl.kubernetes.io/default-container": name,
    "prometheus.io/path": "/stats/prometheus",
    "prometheus.io/port": "15020",
    "prometheus.io/scrape": "true",
    "sidecar.istio.io/status": JSON.stringify(status),
  };
}
