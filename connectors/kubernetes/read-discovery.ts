import type { JsonObject } from "../../schema/kubernetes-object.ts";
import type { Kind } from "./kind.ts";
import { apiVersionOf, resourcePath } from "./resource-path.ts";
import { isObject, metadataOf } from "./resource-version.ts";
import type { ServedResource } from "./served-resource.ts";

/** One version of a group: its resources, or null where the API server could not find them out (its extension server is down). */
export interface DiscoveredVersion {
  readonly group: string;
  readonly version: string;
  readonly resources: readonly DiscoveredResource[] | null;
}

export interface DiscoveredResource {
  readonly plural: string;
  readonly kind: string;
}

/** How a kind is served: null where it is not, undefined where that is not known. */
export function servedAs(kind: Kind, discovered: readonly DiscoveredVersion[]): ServedResource | null | undefined {
  let known = true;
  for (const version of kind.versions) {
    const found = discovered.find((entry) => entry.group === kind.group && entry.version === version);
    if (found?.resources === null) known = false;
    const resource = found?.resources?.find(({ plural }) => plural === kind.plural);
    if (resource !== undefined)
      return { path: resourcePath(kind, version), apiVersion: apiVersionOf(kind, version), kind: resource.kind };
  }
  return known ? null : undefined;
}

/** Reads an APIGroupDiscoveryList; null when the answer is none, as from an API server that does not know it. */
export function readAggregated(body: unknown): readonly DiscoveredVersion[] | null {
  if (!isObject(body) || body["kind"] !== "APIGroupDiscoveryList") return null;
  return objects(body["items"]).flatMap((group) =>
    objects(group["versions"]).map((version) => ({
      group: text(metadataOf(group)?.["name"]),
      version: text(version["version"]),
      resources:
        version["freshness"] === "Stale"
          ? null
          : objects(version["resources"])
              .filter(canBeWatched)
              .map(({ resource, responseKind }) => ({
                plural: text(resource),
                kind: isObject(responseKind) ? text(responseKind["kind"]) : "",
              })),
    })),
  );
}

/** Reads an APIGroupList: the versions of each group. */
export function readGroupVersions(body: unknown): readonly { readonly group: string; readonly version: string }[] {
  if (!isObject(body)) return [];
  return objects(body["groups"]).flatMap((group) =>
    objects(group["versions"]).map(({ version }) => ({ group: text(group["name"]), version: text(version) })),
  );
}

/** Reads an APIResourceList. */
export function readResources(body: unknown): readonly DiscoveredResource[] {
  if (!isObject(body)) return [];
  return objects(body["resources"])
    .filter(canBeWatched)
    .map(({ name, kind }) => ({ plural: text(name), kind: text(kind) }));
}

function canBeWatched({ verbs }: JsonObject): boolean {
  return Array.isArray(verbs) && verbs.includes("list") && verbs.includes("watch");
}

function objects(list: unknown): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
