/** What an address names: a resource or one of its objects, a document of discovery, or something else. */
export type Route =
  | ResourceRoute
  | { readonly about: "group"; readonly group: string | undefined }
  | { readonly about: "version"; readonly group: string; readonly version: string }
  | { readonly about: "nothing" };

export interface ResourceRoute {
  readonly about: "resource";
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

/** Reads a path under /api (the core group, whose name is empty) or /apis. */
export function readRoute(path: string): Route {
  const [root, ...segments] = path.split("/").slice(1).map(decodeURIComponent);
  if (root !== "api" && root !== "apis") return { about: "nothing" };
  const [group, version, ...rest] = root === "api" ? ["", ...segments] : segments;
  if (root === "api" && version === undefined) return { about: "group", group: "" };
  if (group === undefined || version === undefined) return { about: "group", group };
  const [first, second, third, ...more] = rest;
  if (first === undefined) return { about: "version", group, version };
  const place = { about: "resource", group, version } as const;
  // `namespaces/shop/status` is the status of a namespace, not a resource in it.
  if (first === "namespaces" && third !== undefined && third !== "status" && third !== "finalize")
    return { ...place, plural: third, namespace: second, name: more[0], subresource: more[1] };
  return { ...place, plural: first, namespace: undefined, name: second, subresource: third };
}
