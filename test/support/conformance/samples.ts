import type { KubeResource } from "../kube-path.ts";
import type { KubeDraft } from "../kube-wire.ts";

/** A resource to test with, and how to make a valid object of it. */
export interface Sample extends KubeResource {
  readonly kind: string;
  /** Whether it is a custom resource, whose objects name their kind in lists too. */
  readonly custom: boolean;
  /** Whether a delete alone makes it go: a namespace waits for its controller. */
  readonly removable: boolean;
  /** The draft of an object in that room: a namespace, or the value of a label. */
  draft(name: string, room: string): KubeDraft;
}

type Shape = Pick<Sample, "apiVersion" | "plural" | "kind"> & Partial<Sample>;

function sample(shape: Shape, body: Readonly<Record<string, unknown>> = {}): Sample {
  const { apiVersion, kind, namespaced = true } = shape;
  return {
    custom: false,
    removable: true,
    namespaced,
    draft: (name, room) => ({
      apiVersion,
      kind,
      metadata: { name, labels: { room }, ...(namespaced && { namespace: room }) },
      ...body,
    }),
    ...shape,
  };
}

export const namespaces = sample({
  apiVersion: "v1",
  plural: "namespaces",
  kind: "Namespace",
  namespaced: false,
  removable: false,
});

const nodes = sample({ apiVersion: "v1", plural: "nodes", kind: "Node", namespaced: false });

const pod = { spec: { containers: [{ name: "main", image: "registry.example/main:1" }] } };

const pods = sample({ apiVersion: "v1", plural: "pods", kind: "Pod" }, pod);

const services = sample(
  { apiVersion: "v1", plural: "services", kind: "Service" },
  { spec: { selector: { app: "main" }, ports: [{ name: "http", port: 80 }] } },
);

export const configMaps = sample(
  { apiVersion: "v1", plural: "configmaps", kind: "ConfigMap" },
  { data: { colour: "red" } },
);

const networkPolicies = sample(
  { apiVersion: "networking.k8s.io/v1", plural: "networkpolicies", kind: "NetworkPolicy" },
  { spec: { podSelector: {}, policyTypes: ["Egress"] } },
);

const deployments = sample(
  { apiVersion: "apps/v1", plural: "deployments", kind: "Deployment" },
  { spec: { selector: { matchLabels: { app: "main" } }, template: { metadata: { labels: { app: "main" } }, ...pod } } },
);

const endpointSlices = sample(
  { apiVersion: "discovery.k8s.io/v1", plural: "endpointslices", kind: "EndpointSlice" },
  {
    addressType: "IPv4",
    endpoints: [{ addresses: ["10.0.0.1"] }],
    ports: [{ name: "http", port: 80, protocol: "TCP" }],
  },
);

const budgets = sample(
  { apiVersion: "policy/v1", plural: "poddisruptionbudgets", kind: "PodDisruptionBudget" },
  { spec: { minAvailable: 1, selector: { matchLabels: { app: "main" } } } },
);

const roles = sample(
  { apiVersion: "rbac.authorization.k8s.io/v1", plural: "roles", kind: "Role" },
  { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] },
);

const clusterRoles = sample(
  { apiVersion: "rbac.authorization.k8s.io/v1", plural: "clusterroles", kind: "ClusterRole", namespaced: false },
  { rules: [{ apiGroups: [""], resources: ["nodes"], verbs: ["get"] }] },
);

export const serviceEntries = sample(
  { apiVersion: "networking.istio.io/v1", plural: "serviceentries", kind: "ServiceEntry", custom: true },
  {
    spec: {
      hosts: ["api.example.com"],
      location: "MESH_EXTERNAL",
      resolution: "DNS",
      ports: [{ number: 443, name: "tls", protocol: "TLS" }],
    },
  },
);

export const samples: readonly Sample[] = [
  namespaces,
  nodes,
  pods,
  services,
  configMaps,
  networkPolicies,
  deployments,
  endpointSlices,
  budgets,
  roles,
  clusterRoles,
  serviceEntries,
];
