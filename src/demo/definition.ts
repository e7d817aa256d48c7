import { isJsonObject, type JsonObject } from "./json.ts";
import type { KubeObject } from "./kube-object.ts";
import type { Resource, ResourceVersion } from "./resource.ts";
import { objectSchema, type Schema } from "./schema/schema.ts";

/** A CustomResourceDefinition: an object that makes a resource. */
export interface Definition extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly scope: "Namespaced" | "Cluster";
    readonly names: DefinedNames;
    readonly versions: readonly DefinedVersion[];
  } & JsonObject;
}

export interface DefinedNames extends JsonObject {
  readonly plural: string;
  readonly kind: string;
  readonly singular?: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

export interface DefinedVersion extends JsonObject {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly schema?: { readonly openAPIV3Schema?: Schema };
  readonly subresources?: { readonly status?: JsonObject };
}

/** The resource of definitions themselves. */
export const definitions = {
  group: "apiextensions.k8s.io",
  plural: "customresourcedefinitions",
  kind: "CustomResourceDefinition",
  namespaced: false,
  shortNames: ["crd", "crds"],
  categories: ["api-extensions"],
  counted: true,
  returnsDeleted: true,
  fillIn: (object: KubeObject): KubeObject => ({
    ...object,
    spec: { conversion: { strategy: "None" }, ...(isJsonObject(object["spec"]) && object["spec"]) },
  }),
} as const satisfies Partial<Resource>;

export function isDefinition(object: KubeObject): object is Definition {
  return object.kind === definitions.kind;
}

/** What a definition makes. */
export function readDefinition({ spec }: Definition): Resource {
  const { plural, kind, singular = kind.toLowerCase(), listKind = `${kind}List`, shortNames, categories } = spec.names;
  const served = spec.versions.filter((version) => version.served);
  return {
    group: spec.group,
    plural,
    singular,
    kind,
    listKind,
    namespaced: spec.scope === "Namespaced",
    ...(shortNames !== undefined && { shortNames }),
    ...(categories !== undefined && { categories }),
    versions: served.map(readVersion).toSorted((a, b) => compareVersions(a.name, b.name)),
    storageVersion: spec.versions.find(({ storage }) => storage)?.name ?? served[0]?.name ?? "v1",
    custom: true,
    counted: true,
  };
}

/** The definition with the status that says that it is served. */
export function established(definition: Definition, at: string): Definition {
  const condition = (type: string, reason: string, message: string): JsonObject => ({
    type,
    status: "True",
    lastTransitionTime: at,
    reason,
    message,
  });
  const conditions = [
    condition("NamesAccepted", "NoConflicts", "no conflicts found"),
    condition("Established", "InitialNamesAccepted", "the initial names have been accepted"),
  ];
  const storedVersions = definition.spec.versions.filter(({ storage }) => storage).map(({ name }) => name);
  return { ...definition, status: { conditions, acceptedNames: definition.spec.names, storedVersions } };
}

function readVersion({ name, schema, subresources }: DefinedVersion): ResourceVersion {
  return { name, schema: objectSchema(schema?.openAPIV3Schema), status: subresources?.status !== undefined };
}

const stages = ["alpha", "beta", ""];

/** Kubernetes' order of versions: v2, v1, v1beta2, v1beta1, v1alpha1, then what has no such name. */
function compareVersions(a: string, b: string): number {
  const [stageA, majorA, minorA] = rank(a);
  const [stageB, majorB, minorB] = rank(b);
  return stageB - stageA || majorB - majorA || minorB - minorA || (a < b ? -1 : 1);
}

function rank(version: string): readonly [stage: number, major: number, minor: number] {
  const [, major, stage = "", minor = "0"] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  return major === undefined ? [-1, 0, 0] : [stages.indexOf(stage), Number(major), Number(minor)];
}
