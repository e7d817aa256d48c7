import { isJsonArray, isJsonObject, type Json, type JsonObject } from "./json.ts";
import { withMetadata, type KubeObject } from "./kube-object.ts";

/** What a kube-apiserver adds to the built-in objects when they are created, as far as it matters to who reads them. */
export function fillInNamespace(object: KubeObject): KubeObject {
  const labels = { ...object.metadata.labels, "kubernetes.io/metadata.name": object.metadata.name };
  return { ...withMetadata(object, { labels }), spec: { finalizers: ["kubernetes"] }, status: { phase: "Active" } };
}

export function fillInPod(object: KubeObject): KubeObject {
  const spec = { enableServiceLinks: true, ...fillInPodSpec(fieldsOf(object["spec"])) };
  return { ...object, spec, status: { phase: "Pending", qosClass: "BestEffort" } };
}

/** A Deployment, StatefulSet or DaemonSet, with what its own spec says when it says nothing. */
export function fillInWorkload(object: KubeObject, defaults: JsonObject): KubeObject {
  const given = fieldsOf(object["spec"]);
  const template = fieldsOf(given["template"]);
  const spec = { ...defaults, ...given, template: { ...template, spec: fillInPodSpec(fieldsOf(template["spec"])) } };
  return { ...object, spec, status: {} };
}

function fillInPodSpec(given: JsonObject): JsonObject {
  const containers = isJsonArray(given["containers"]) ? given["containers"].map(fillInContainer) : undefined;
  return {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    securityContext: {},
    schedulerName: "default-scheduler",
    ...given,
    containers,
  };
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
