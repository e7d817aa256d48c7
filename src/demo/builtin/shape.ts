import type { Resource } from "../resource.ts";
import { objectSchema, type Schema } from "../schema/schema.ts";

type Shape = Pick<Resource, "plural" | "kind"> &
  Partial<Resource> & { readonly schema?: Schema; readonly status?: boolean };

/** A resource that is in every kube-apiserver, in the version v1. */
export function builtin({ schema, status = true, ...shape }: Shape): Resource {
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

/** The schema of a list whose items merge by these keys, as `spec.containers` of a pod do by their name. */
export const listOf = (keys: readonly string[], items: Schema = {}): Schema => ({
  "x-kubernetes-list-type": "map",
  "x-kubernetes-list-map-keys": keys,
  items,
});
export const atomic: Schema = { "x-kubernetes-map-type": "atomic" };
export const fields = (properties: Readonly<Record<string, Schema>>): Schema => ({ properties });
export const map: Schema = { additionalProperties: {} };

const container = fields({
  ports: listOf(["containerPort", "protocol"]),
  env: listOf(["name"]),
  volumeMounts: listOf(["mountPath"]),
});

/** What a pod, or a template of pods, is asked to be. */
export const podSpec: Schema = {
  required: ["containers"],
  ...fields({
    containers: listOf(["name"], container),
    initContainers: listOf(["name"], container),
    volumes: listOf(["name"]),
    nodeSelector: atomic,
  }),
};
