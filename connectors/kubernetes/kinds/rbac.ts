import { ClusterRoleBinding, RoleBinding } from "../../../schema/rbac-binding.ts";
import { ClusterRole, Role } from "../../../schema/rbac-role.ts";
import { objectIn, objectsIn, optionalObject } from "../json.ts";
import { kind } from "../kind.ts";

const rbac = { group: "rbac.authorization.k8s.io", versions: ["v1"] } as const;

export const role = kind({
  ...rbac,
  type: Role,
  plural: "roles",
  read: (object) => ({ rules: objectsIn(object, "rules") }),
});

export const clusterRole = kind({
  ...rbac,
  type: ClusterRole,
  plural: "clusterroles",
  read: (object) => ({
    rules: objectsIn(object, "rules"),
    aggregationRule: optionalObject(object, "aggregationRule"),
  }),
});

export const roleBinding = kind({
  ...rbac,
  type: RoleBinding,
  plural: "rolebindings",
  read: (object) => ({ roleRef: objectIn(object, "roleRef"), subjects: objectsIn(object, "subjects") }),
});

export const clusterRoleBinding = kind({
  ...rbac,
  type: ClusterRoleBinding,
  plural: "clusterrolebindings",
  read: (object) => ({ roleRef: objectIn(object, "roleRef"), subjects: objectsIn(object, "subjects") }),
});
