import { definitions } from "./definition.ts";
import { fillInNamespace, fillInPod, fillInService } from "./fill-in.ts";
import type { Resource } from "./resource.ts";
import { objectSchema, type Schema } from "./schema/schema.ts";

type Shape = Pick<Resource, "plural" | "kind"> &
  Partial<Resource> & { readonly schema?: Schema; readonly status?: boolean };

function builtin({ schema, status = true, ...shape }: Shape): Resource {
  return {
    group: "",
    singular: shape.kind.toLowerCase(),
    listKind: `${shape.kind}List`,
    namespaced: true,
    versions: [{ name: "v1", schema: objectSchema(schema), status }],
    storageVersion: "v1",
    custom: false,
    counted: false,
    ...shape,
  };
}

/** The schema of an object whose lists at these paths merge by keys: `spec.containers`, of which `ports` are a list inside. */
const listOf = (keys: readonly string[], items: Schema = {}): Schema => ({
  "x-kubernetes-list-type": "map",
  "x-kubernetes-list-map-keys": keys,
  items,
});
const atomic: Schema = { "x-kubernetes-map-type": "atomic" };
const fields = (properties: Readonly<Record<string, Schema>>): Schema => ({ properties });
const map: Schema = { additionalProperties: {} };

const container = fields({
  ports: listOf(["containerPort", "protocol"]),
  env: listOf(["name"]),
  volumeMounts: listOf(["mountPath"]),
});

/** What every kube-apiserver serves, as far as anybody here reads it. */
export const builtinResources: readonly Resource[] = [
  builtin({
    plural: "namespaces",
    kind: "Namespace",
    namespaced: false,
    shortNames: ["ns"],
    returnsDeleted: true,
    fillIn: fillInNamespace,
  }),
  builtin({
    plural: "nodes",
    kind: "Node",
    namespaced: false,
    shortNames: ["no"],
    schema: fields({ status: fields({ conditions: listOf(["type"]), addresses: listOf(["type"]) }) }),
  }),
  builtin({
    plural: "pods",
    kind: "Pod",
    shortNames: ["po"],
    categories: ["all"],
    counted: true,
    returnsDeleted: true,
    fillIn: fillInPod,
    schema: fields({
      spec: {
        required: ["containers"],
        ...fields({
          containers: listOf(["name"], container),
          initContainers: listOf(["name"], container),
          volumes: listOf(["name"]),
          nodeSelector: atomic,
        }),
      },
      status: fields({ conditions: listOf(["type"]), podIPs: listOf(["ip"]) }),
    }),
  }),
  builtin({
    plural: "services",
    kind: "Service",
    shortNames: ["svc"],
    categories: ["all"],
    fillIn: fillInService,
    schema: fields({ spec: fields({ ports: listOf(["port", "protocol"]), selector: atomic }) }),
  }),
  builtin({
    plural: "configmaps",
    kind: "ConfigMap",
    shortNames: ["cm"],
    status: false,
    schema: fields({ data: map, binaryData: map }),
  }),
  builtin({
    group: "networking.k8s.io",
    plural: "networkpolicies",
    kind: "NetworkPolicy",
    shortNames: ["netpol"],
    counted: true,
    status: false,
    schema: fields({ spec: fields({ podSelector: atomic }) }),
  }),
  builtin(definitions),
];
