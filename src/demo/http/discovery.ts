import { compareText } from "../../lib/sorted-list.ts";
import type { Served } from "../catalog.ts";
import { without, type JsonObject } from "../json.ts";
import { apiVersionOf, type Resource, type ResourceVersion } from "../resource.ts";

/** What is served of one group by one version. */
interface GroupVersion {
  readonly version: string;
  readonly resources: readonly (readonly [Resource, ResourceVersion])[];
}

export interface Group {
  readonly name: string;
  /** The preferred one first. */
  readonly versions: readonly GroupVersion[];
}

/** The groups that are served: the built-in ones, then those of definitions by name. */
export function groupsOf(served: readonly Served[]): readonly Group[] {
  const byName = Map.groupBy(
    served.map(({ resource }) => resource),
    ({ group }) => group,
  );
  return [...byName].map(([name, resources]) => ({ name, versions: versionsOf(resources) })).toSorted(inOrder);
}

const inOrder = (a: Group, b: Group): number =>
  Number(isCustom(a)) - Number(isCustom(b)) || (isCustom(a) ? compareText(a.name, b.name) : 0);

const isCustom = ({ versions }: Group): boolean =>
  versions.some(({ resources }) => resources.some(([{ custom }]) => custom));

function versionsOf(resources: readonly Resource[]): readonly GroupVersion[] {
  const pairs = resources.flatMap((resource) => resource.versions.map((version) => [resource, version] as const));
  const byVersion = Map.groupBy(pairs, ([, { name }]) => name);
  return [...byVersion].map(([version, found]) => ({
    version,
    resources: found.toSorted(([a], [b]) => (a.plural < b.plural ? -1 : 1)),
  }));
}

const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
const customVerbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
const statusVerbs = ["get", "patch", "update"];

/** All groups in one document, as clients since 1.26 ask for. */
export function aggregatedDiscovery(groups: readonly Group[]): JsonObject {
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: name === "" ? {} : { name },
      versions: versions.map(({ version, resources }) => ({
        version,
        resources: resources.map(([resource, { status }]) => aggregatedResource(resource, version, status)),
        freshness: "Current",
      })),
    })),
  };
}

function aggregatedResource(resource: Resource, version: string, status: boolean): JsonObject {
  const { group, kind, plural, singular, namespaced, shortNames, categories, custom } = resource;
  const responseKind = custom ? { group, version, kind } : { group: "", version: "", kind };
  return without(
    {
      resource: plural,
      responseKind,
      scope: namespaced ? "Namespaced" : "Cluster",
      singularResource: singular,
      verbs: custom ? customVerbs : verbs,
      shortNames,
      categories,
      subresources: [{ subresource: "status", responseKind, verbs: statusVerbs }],
    },
    ...(status ? [] : ["subresources"]),
  );
}

/** The oldest form, of /api. */
export function coreVersions(address: string): JsonObject {
  const serverAddressByClientCIDRs = [{ clientCIDR: "0.0.0.0/0", serverAddress: address }];
  return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs };
}

/** The form of /apis before there was an aggregated one. */
export function groupList(groups: readonly Group[]): JsonObject {
  return { kind: "APIGroupList", apiVersion: "v1", groups: groups.filter(({ name }) => name !== "").map(groupFields) };
}

export function groupDocument(group: Group): JsonObject {
  return { kind: "APIGroup", apiVersion: "v1", ...groupFields(group) };
}

function groupFields({ name, versions }: Group): JsonObject {
  const named = versions.map(({ version }) => ({ groupVersion: apiVersionOf(name, version), version }));
  return { name, versions: named, preferredVersion: named[0] };
}

/** The resources of one group by one version. */
export function resourceList({ name }: Group, { version, resources }: GroupVersion): JsonObject {
  return {
    kind: "APIResourceList",
    ...(name !== "" && { apiVersion: "v1" }),
    groupVersion: apiVersionOf(name, version),
    resources: resources.flatMap(([resource, { status }]) => {
      const { plural, singular, namespaced, kind, custom, shortNames, categories } = resource;
      const whole = { verbs: custom ? customVerbs : verbs, shortNames, categories };
      const subresource = { name: `${plural}/status`, singularName: "", namespaced, kind, verbs: statusVerbs };
      return [{ name: plural, singularName: singular, namespaced, kind, ...whole }, ...(status ? [subresource] : [])];
    }),
  };
}
