import { isJsonArray, isJsonObject, type Json, type JsonObject } from "./json.ts";
import { withMetadata, type KubeObject } from "./kube-object.ts";

/** What a kube-apiserver adds to the built-in objects when they are created, as far as it matters to who reads them. */
export function fillInNamespace(object: KubeObject): KubeObject {
  const labels = { ...object.metadata.labels, "kubernetes.io/metadata.name": object.metadata.name };
  return { ...withMetadata(object, { labels }), spec: { finalizers: ["kubernetes"] }, status: { phase: "Active" } };
}

export function fillInPod(object: KubeObject): KubeObject {
  const given = fieldsOf(object["spec"]);
  const containers = isJsonArray(given["containers"]) ? given["containers"].map(fillInContainer) : undefined;
  const spec = {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    securityContext: {},
    schedulerName: "default-scheduler",
    enableServiceLinks: true,
    ...given,
    containers,
  };
  return { ...object, spec, status: { phase: "Pending", qosClass: "BestEffort" } };
}

function fillInContainer(container: Json): Json {
  const { ports, ...fields } = fieldsOf(container);
  return {
    resources: {},
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: "IfNotPresent",
    ...fields,
    ...(ports !== undefined && { ports: listOf(ports).map(withProtocol) }),
  };
}

export function fillInService(object: KubeObject): KubeObject {
  const given = fieldsOf(object["spec"]);
  const ports = listOf(given["ports"]).map((port) => {
    const fields = fieldsOf(withProtocol(port));
    return { targetPort: fields["port"], ...fields };
  });
  const spec = { type: "ClusterIP", sessionAffinity: "None", internalTrafficPolicy: "Cluster", ...given, ports };
  return { ...object, spec, status: { loadBalancer: {} } };
}

const withProtocol = (port: Json): Json => ({ protocol: "TCP", ...fieldsOf(port) });
const fieldsOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});
const listOf = (value: Json | undefined): readonly Json[] => (isJsonArray(value) ? value : []);
