import type { JsonObject } from "../../json.ts";
import type { KubeObject, ObjectMeta } from "../../kube-object.ts";
import { appliedBy, madeBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";

const group = "rbac.authorization.k8s.io";
const read = ["get", "list", "watch"];
const write = ["create", "delete", "deletecollection", "patch", "update"];

const rule = (apiGroups: readonly string[], resources: readonly string[], verbs: readonly string[]): JsonObject => ({
  apiGroups,
  resources,
  verbs,
});

const everything = rule(["*"], ["*"], ["*"]);

/** What the roles that Kubernetes itself brings let see, and change, of what the demo has. */
const viewed = [
  rule([""], ["configmaps", "events", "namespaces", "pods", "services"], read),
  rule(["apps"], ["daemonsets", "deployments", "replicasets", "statefulsets"], read),
  rule(["discovery.k8s.io"], ["endpointslices"], read),
  rule(["networking.k8s.io"], ["networkpolicies"], read),
  rule(["policy"], ["poddisruptionbudgets"], read),
];
const edited = [
  rule([""], ["configmaps", "pods", "services"], write),
  rule([""], ["pods/exec", "pods/portforward"], ["create"]),
  rule(["apps"], ["daemonsets", "deployments", "replicasets", "statefulsets"], write),
  rule(["networking.k8s.io"], ["networkpolicies"], write),
  rule(["policy"], ["poddisruptionbudgets"], write),
];
const administered = [rule([group], ["rolebindings", "roles"], [...read, ...write])];

/** Who may do what: Kubernetes' own roles, some of the company's, and the teams that have them. */
export function accessRules(stage: Stage): KubeObject[] {
  const { mesh, namespaces } = stage.plan;
  const meshed = [
    rule(["networking.istio.io", "security.istio.io", "telemetry.istio.io", "gateway.networking.k8s.io"], ["*"], read),
  ];
  // What is aggregated stands in the role itself, once its controller has written it there.
  const visible = mesh === undefined ? viewed : [...meshed, ...viewed];
  const computed = [
    rule([""], ["nodes"], read),
    rule(["karpenter.sh", "karpenter.k8s.aws", "eks.amazonaws.com"], ["*"], read),
  ];
  const teams = namespaces.flatMap(({ name, team }) => (team === undefined ? [] : [{ name, team }]));
  const place = { subjects: [groupSubject("platform")], roleRef: roleRef("ClusterRole", "cluster-admin") };
  return [
    bootstrap("cluster-admin", {}, [everything, { nonResourceURLs: ["*"], verbs: ["*"] }], stage),
    aggregated("admin", {}, [...administered, ...edited, ...visible], stage),
    aggregated("edit", aggregateTo("admin"), [...edited, ...visible], stage),
    aggregated("view", aggregateTo("edit"), visible, stage),
    clusterRole("compute-reader", {}, computed, stage),
    ...(mesh === undefined ? [] : [clusterRole("mesh-reader", aggregateTo("view"), meshed, stage)]),
    access("ClusterRoleBinding", { name: "platform-administrators" }, place, stage),
    access(
      "ClusterRoleBinding",
      { name: "auditors" },
      { subjects: [groupSubject("auditors")], roleRef: roleRef("ClusterRole", "view") },
      stage,
    ),
    access(
      "ClusterRoleBinding",
      { name: "everybody-reads-compute" },
      { subjects: [groupSubject("system:authenticated")], roleRef: roleRef("ClusterRole", "compute-reader") },
      stage,
    ),
    ...teams.flatMap(({ name, team }) => [
      access(
        "RoleBinding",
        { name: "team-edits", namespace: name },
        { subjects: [groupSubject(`team-${team}`)], roleRef: roleRef("ClusterRole", "edit") },
        stage,
      ),
    ]),
    ...teams.slice(0, 1).flatMap(({ name, team }) => onCall(name, team, stage)),
  ];
}

/** A role of one namespace, of which one object is named. */
function onCall(namespace: string, team: string, stage: Stage): KubeObject[] {
  const rules = [
    rule([""], ["pods"], ["get", "list", "watch", "delete"]),
    { ...rule([""], ["configmaps"], ["get", "update"]), resourceNames: ["feature-flags"] },
  ];
  const user = { kind: "User", apiGroup: group, name: `on-call@${team}.example` };
  return [
    access("Role", { name: "on-call", namespace }, { rules }, stage),
    access(
      "RoleBinding",
      { name: "on-call", namespace },
      { subjects: [user], roleRef: roleRef("Role", "on-call") },
      stage,
    ),
  ];
}

const groupSubject = (name: string): JsonObject => ({ kind: "Group", apiGroup: group, name });
const roleRef = (kind: string, name: string): JsonObject => ({ apiGroup: group, kind, name });
const aggregateTo = (role: string): Readonly<Record<string, string>> => ({
  [`${group}/aggregate-to-${role}`]: "true",
});

/** A role of Kubernetes' own. */
function bootstrap(
  name: string,
  labels: Labels,
  rules: readonly JsonObject[],
  stage: Stage,
  rest: JsonObject = {},
): KubeObject {
  const creationTimestamp = stage.ago(days(310));
  const metadata = {
    name,
    labels: { "kubernetes.io/bootstrapping": "rbac-defaults", ...labels },
    annotations: { [`${group}/autoupdate`]: "true" },
    uid: stage.uid(),
    creationTimestamp,
  };
  const object: KubeObject = { apiVersion: `${group}/v1`, kind: "ClusterRole", metadata, ...rest, rules };
  return madeBy("kube-apiserver", object, creationTimestamp);
}

type Labels = Readonly<Record<string, string>>;

/** One whose rules are gathered from roles with a label. */
function aggregated(name: string, labels: Labels, rules: readonly JsonObject[], stage: Stage): KubeObject {
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: aggregateTo(name) }] };
  return bootstrap(name, labels, rules, stage, { aggregationRule });
}

function clusterRole(name: string, labels: Labels, rules: readonly JsonObject[], stage: Stage): KubeObject {
  return access("ClusterRole", { name, ...(Object.keys(labels).length > 0 && { labels }) }, { rules }, stage);
}

function access(kind: string, metadata: ObjectMeta, body: JsonObject, stage: Stage): KubeObject {
  const creationTimestamp = stage.ago(days(290));
  const whole = { ...metadata, uid: stage.uid(), creationTimestamp };
  return appliedBy(
    "argocd-controller",
    { apiVersion: `${group}/v1`, kind, metadata: whole, ...body },
    creationTimestamp,
  );
}
