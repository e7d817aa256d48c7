import type { Kind } from "./kind.ts";

/** Where an API server has a resource in one of its versions. */
export function resourcePath({ group, plural, namespace }: Kind, version: string): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === undefined
    ? `${root}/${plural}`
    : `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

/** The resource's `apiVersion` on the wire. */
export function apiVersionOf({ group }: Pick<Kind, "group">, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}
