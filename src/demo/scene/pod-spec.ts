import type { JsonObject } from "../json.ts";
import { egress, mesh } from "./plan.ts";
import type { Workload } from "./workloads.ts";

export const proxyImage = `docker.io/istio/proxyv2:${mesh.istio}`;

/** The spec of a workload's pods, as the API server has it once all defaults are filled in. */
export function podSpec(workload: Workload, nodeName: string | undefined): JsonObject {
  const { name, meshed, runsOn, replicas } = workload;
  return {
    volumes: [accessVolume],
    containers: [appContainer(workload), ...(meshed ? [proxyContainer(name)] : [])],
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    ...(runsOn === "egress" && { nodeSelector: { dedicated: "egress" } }),
    serviceAccountName: name,
    serviceAccount: name,
    ...(nodeName !== undefined && { nodeName }),
    securityContext: { runAsNonRoot: meshed, seccompProfile: { type: "RuntimeDefault" } },
    schedulerName: "default-scheduler",
    tolerations: [
      ...(runsOn === "egress" ? [{ key: "dedicated", operator: "Equal", value: "egress", effect: "NoSchedule" }] : []),
      ...(replicas === "every node" ? [{ operator: "Exists" }] : []),
      ...["not-ready", "unreachable"].map((state) => ({
        key: `node.kubernetes.io/${state}`,
        operator: "Exists",
        effect: "NoExecute",
        tolerationSeconds: 300,
      })),
    ],
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: "PreemptLowerPriority",
  };
}

const accessVolume = {
  name: "kube-api-access",
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
    ],
    defaultMode: 420,
  },
};
const accessMount = {
  name: "kube-api-access",
  readOnly: true,
  mountPath: "/var/run/secrets/kubernetes.io/serviceaccount",
};
const always = {
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
  imagePullPolicy: "IfNotPresent",
};

function appContainer({ name, namespace, image, port, cpu, memory }: Workload): JsonObject {
  return {
    name,
    image,
    ports: [{ name: namespace === egress.namespace ? "https" : "http", containerPort: port, protocol: "TCP" }],
    env: [fieldVariable("POD_NAME", "metadata.name"), fieldVariable("POD_NAMESPACE", "metadata.namespace")],
    resources: { limits: { memory }, requests: { cpu, memory } },
    volumeMounts: [accessMount],
    readinessProbe: {
      httpGet: { path: "/healthz/ready", port, scheme: "HTTP" },
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    },
    ...always,
  };
}

function proxyContainer(workload: string): JsonObject {
  return {
    name: "istio-proxy",
    image: proxyImage,
    args: ["proxy", "sidecar", "--domain", "$(POD_NAMESPACE).svc.cluster.local", "--log_output_level=default:info"],
    ports: [{ name: "http-envoy-prom", containerPort: 15_090, protocol: "TCP" }],
    env: [
      fieldVariable("POD_NAME", "metadata.name"),
      fieldVariable("POD_NAMESPACE", "metadata.namespace"),
      fieldVariable("INSTANCE_IP", "status.podIP"),
      { name: "ISTIO_META_MESH_ID", value: mesh.id },
      { name: "ISTIO_META_WORKLOAD_NAME", value: workload },
      { name: "TRUST_DOMAIN", value: mesh.trustDomain },
    ],
    resources: { limits: { cpu: "2", memory: "1Gi" }, requests: { cpu: "100m", memory: "128Mi" } },
    volumeMounts: [accessMount],
    ...always,
  };
}

function fieldVariable(name: string, fieldPath: string): JsonObject {
  return { name, valueFrom: { fieldRef: { apiVersion: "v1", fieldPath } } };
}
