import type { Resource } from "../resource.ts";
import { atomic, builtin, fields, listOf } from "./shape.ts";

const role = (plural: string, kind: string, namespaced: boolean): Resource =>
  builtin({ group: "rbac.authorization.k8s.io", plural, kind, namespaced, status: false });

/** The resources that say who is reached, and who may do what. */
export const policyResources: readonly Resource[] = [
  builtin({
    group: "networking.k8s.io",
    plural: "networkpolicies",
    kind: "NetworkPolicy",
    shortNames: ["netpol"],
    counted: true,
    status: false,
    schema: fields({ spec: fields({ podSelector: atomic }) }),
  }),
  builtin({
    group: "discovery.k8s.io",
    plural: "endpointslices",
    kind: "EndpointSlice",
    counted: true,
    status: false,
  }),
  builtin({
    group: "policy",
    plural: "poddisruptionbudgets",
    kind: "PodDisruptionBudget",
    shortNames: ["pdb"],
    counted: true,
    schema: fields({ spec: fields({ selector: atomic }), status: fields({ conditions: listOf(["type"]) }) }),
  }),
  builtin({
    group: "admissionregistration.k8s.io",
    plural: "mutatingwebhookconfigurations",
    kind: "MutatingWebhookConfiguration",
    namespaced: false,
    categories: ["api-extensions"],
    counted: true,
    status: false,
    schema: fields({ webhooks: listOf(["name"]) }),
  }),
  role("roles", "Role", true),
  role("rolebindings", "RoleBinding", true),
  role("clusterroles", "ClusterRole", false),
  role("clusterrolebindings", "ClusterRoleBinding", false),
];
