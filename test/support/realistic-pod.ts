import { createHash } from "node:crypto";

/** How many pods of one workload there are, which share their labels, images and service account. */
const REPLICAS = 20;
const NODES = 200;

/**
 * A pod as an API server of a mesh sends it, managed fields and all (about 9 KB of JSON): two containers, five conditions, and its own
 * name, uid, addresses and times, as pods in a real cluster have.
 */
export function realisticPod(number: number): object {
  const workload = `checkout-${Math.floor(number / REPLICAS)}`;
  const hash = digest(workload).slice(0, 10);
  const name = `${workload}-${hash}-${digest(`pod ${number}`).slice(0, 5)}`;
  const startedAt = Date.UTC(2026, 10, 1) + number * 1_000;
  const image = `registry.example.com/shop/${workload}:v1.${number % 3}.0`;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      generateName: `${workload}-${hash}-`,
      namespace: `shop-${Math.floor(number / 500)}`,
      uid: uuid(`uid ${number}`),
      resourceVersion: String(1_048_576 + number * 7),
      generation: 1,
      creationTimestamp: time(startedAt),
      labels: {
        app: workload,
        "app.kubernetes.io/version": "v1.4.2",
        "pod-template-hash": hash,
        "security.istio.io/tlsMode": "istio",
        "service.istio.io/canonical-name": workload,
      },
      annotations: {
        "istio.io/rev": "default",
        "kubectl.kubernetes.io/default-container": "app",
        "prometheus.io/port": "15020",
        "prometheus.io/scrape": "true",
      },
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: "ReplicaSet",
          name: `${workload}-${hash}`,
          uid: uuid(workload),
          controller: true,
        },
      ],
      managedFields: [managed("kube-controller-manager", startedAt), managed("kubelet", startedAt + 9_000)],
    },
    spec: {
      volumes: [
        {
          name: "kube-api-access",
          projected: { defaultMode: 420, sources: [{ serviceAccountToken: { path: "token" } }] },
        },
      ],
      containers: [container("app", image), container("istio-proxy", "docker.io/istio/proxyv2:1.31.1")],
      restartPolicy: "Always",
      terminationGracePeriodSeconds: 30,
      dnsPolicy: "ClusterFirst",
      serviceAccountName: workload,
      nodeName: `ip-10-0-${number % NODES}-17.eu-west-1.compute.internal`,
      securityContext: {},
      schedulerName: "default-scheduler",
      tolerations: ["not-ready", "unreachable"].map((state) => ({
        key: `node.kubernetes.io/${state}`,
        operator: "Exists",
        effect: "NoExecute",
        tolerationSeconds: 300,
      })),
      priority: 0,
    },
    status: {
      phase: "Running",
      conditions: ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"].map(
        (type, order) => ({
          type,
          status: "True",
          lastProbeTime: null,
          lastTransitionTime: time(startedAt + order * 1_000),
        }),
      ),
      hostIP: `10.0.${number % NODES}.17`,
      podIP: `10.${64 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`,
      podIPs: [{ ip: `10.${64 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}` }],
      startTime: time(startedAt),
      containerStatuses: [
        containerStatus("app", image, number, startedAt),
        containerStatus("istio-proxy", "docker.io/istio/proxyv2:1.31.1", number, startedAt),
      ],
      qosClass: "Burstable",
    },
  };
}

function container(name: string, image: string): object {
  return {
    name,
    image,
    args: ["--port=8080", "--log-level=info", "--config=/etc/app/config.yaml"],
    ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
    env: ["REGION", "POD_NAME", "POD_NAMESPACE", "INSTANCE_IP", "ISTIO_META_MESH_ID"].map((variable) => ({
      name: variable,
      valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "metadata.name" } },
    })),
    resources: { limits: { memory: "512Mi" }, requests: { cpu: "100m", memory: "256Mi" } },
    volumeMounts: [
      { name: "kube-api-access", readOnly: true, mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" },
    ],
    readinessProbe: { httpGet: { path: "/ready", port: 8080, scheme: "HTTP" }, periodSeconds: 10, failureThreshold: 3 },
    imagePullPolicy: "IfNotPresent",
  };
}

function containerStatus(name: string, image: string, number: number, startedAt: number): object {
  return {
    name,
    state: { running: { startedAt: time(startedAt + 4_000) } },
    lastState: {},
    ready: true,
    restartCount: 0,
    image,
    imageID: `${image.replace(/:[^:]*$/, "")}@sha256:${digest(image)}`,
    containerID: `containerd://${digest(`${name} ${number}`)}`,
    started: true,
  };
}

function managed(manager: string, at: number): object {
  const fields = ["f:type", "f:status", "f:lastTransitionTime", "f:lastProbeTime", "f:reason", "f:message"];
  const members = Object.fromEntries(fields.map((field) => [field, {}]));
  const list = ["Ready", "Initialized", "ContainersReady", "PodScheduled", "PodReadyToStartContainers"];
  const conditions = Object.fromEntries(list.map((type) => [`k:{"type":"${type}"}`, { ".": {}, ...members }]));
  return {
    manager,
    operation: "Update",
    apiVersion: "v1",
    time: time(at),
    fieldsType: "FieldsV1",
    fieldsV1: { "f:status": { "f:conditions": conditions, "f:podIP": {}, "f:startTime": {} } },
  };
}

function time(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function uuid(text: string): string {
  return digest(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
