/** A resource of an API server: which one, and whether its objects live in namespaces. */
export interface KubeResource {
  readonly apiVersion: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

/** The path of all objects of a resource, of those in one namespace, or of one object. */
export function kubePath({ apiVersion, plural, namespaced }: KubeResource, namespace?: string, name?: string): string {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${root}${scope}/${plural}${name === undefined ? "" : `/${encodeURIComponent(name)}`}`;
}
