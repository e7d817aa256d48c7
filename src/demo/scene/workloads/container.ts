import type { JsonObject } from "../../json.ts";
import type { Workload } from "./workload.ts";

export const accessVolume = {
  name: "kube-api-access",
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: "token" } },
      { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
    ],
    defaultMode: 420,
  },
};
export const accessMount = {
  name: "kube-api-access",
  readOnly: true,
  mountPath: "/var/run/secrets/kubernetes.io/serviceaccount",
};

/** What the API server says of every container that says nothing itself. */
export const settled = {
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
  imagePullPolicy: "IfNotPresent",
};

/** A gateway of Istio's is a proxy and nothing else, and so is ztunnel. Source: Istio's charts gateway and ztunnel. */
export function containerName({ name, mesh }: Workload): string {
  return mesh === "gateway" || name === "ztunnel" ? "istio-proxy" : name;
}

/** The container of the program itself, as its template has it. */
export function mainContainer(workload: Workload, extraVariables: readonly JsonObject[]): JsonObject {
  const { image, port, cpu, memory, environment = {} } = workload;
  return {
    name: containerName(workload),
    image,
    ports: portsOf(workload),
    env: [
      ...(extraVariables.length > 0
        ? extraVariables
        : [fieldVariable("POD_NAME", "metadata.name"), fieldVariable("POD_NAMESPACE", "metadata.namespace")]),
      ...Object.entries(environment).map(([variable, value]) => ({ name: variable, value })),
    ],
    resources: { limits: { memory }, requests: { cpu, memory } },
    readinessProbe: {
      httpGet: { path: "/healthz/ready", port, scheme: "HTTP" },
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    },
    ...settled,
  };
}

/** The ports that its Service leads to, or the one that it has. */
function portsOf({ port, service }: Workload): JsonObject[] {
  const known = typeof service === "object" ? service.ports : undefined;
  if (known === undefined) return [{ name: "http", containerPort: port, protocol: "TCP" }];
  return known.map(({ name, targetPort, protocol = "TCP" }) => ({ name, containerPort: targetPort, protocol }));
}

export function fieldVariable(name: string, fieldPath: string): JsonObject {
  return { name, valueFrom: { fieldRef: { apiVersion: "v1", fieldPath } } };
}
