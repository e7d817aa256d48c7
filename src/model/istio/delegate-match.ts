import type { StringMap } from "../../../schema/kubernetes-object.ts";
import type { HttpMatch, TextMatch, TextMatches } from "./virtual-service-spec.ts";

/**
 * The matches of a delegate's route under those of the root's route; null when one of them fits none of the root's, which drops the
 * route. Source: istio pilot/pkg/model/virtualservice.go (mergeHTTPMatchRequests).
 */
export function mergeMatches(root: readonly HttpMatch[], leaf: readonly HttpMatch[]): readonly HttpMatch[] | null {
  if (root.length === 0) return leaf;
  if (leaf.length === 0) return root;
  const merged = leaf.map((match) =>
    root.filter((above) => !hasConflict(above, match)).map((above) => mergeMatch(above, match)),
  );
  return merged.some((matches) => matches.length === 0) ? null : merged.flat();
}

/** Source: virtualservice.go (mergeHTTPMatchRequest). Case of the path is the leaf's: both have the same, else they conflict. */
function mergeMatch(root: HttpMatch, leaf: HttpMatch): HttpMatch {
  return {
    name: joinNames(root.name, leaf.name),
    port: leaf.port === 0 ? root.port : leaf.port,
    gateways: leaf.gateways.length === 0 ? root.gateways : leaf.gateways,
    sourceLabels: { ...root.sourceLabels, ...leaf.sourceLabels },
    sourceNamespace: leaf.sourceNamespace === "" ? root.sourceNamespace : leaf.sourceNamespace,
    uri: leaf.uri ?? root.uri,
    scheme: leaf.scheme ?? root.scheme,
    method: leaf.method ?? root.method,
    authority: leaf.authority ?? root.authority,
    headers: { ...root.headers, ...leaf.headers },
    withoutHeaders: { ...root.withoutHeaders, ...leaf.withoutHeaders },
    queryParams: { ...root.queryParams, ...leaf.queryParams },
    ignoreUriCase: leaf.ignoreUriCase,
  };
}

/** A name of the root's with one of the delegate's. */
export function joinNames(root: string, leaf: string): string {
  if (leaf === "") return root;
  return root === "" ? leaf : `${root}-${leaf}`;
}

/** Whether what the leaf asks for is not within what the root asks for. Source: virtualservice.go (hasConflict). */
function hasConflict(root: HttpMatch, leaf: HttpMatch): boolean {
  return (
    textConflict(root.uri, leaf.uri) ||
    textConflict(root.scheme, leaf.scheme) ||
    textConflict(root.method, leaf.method) ||
    textConflict(root.authority, leaf.authority) ||
    textsConflict(root.headers, leaf.headers) ||
    textsConflict(root.withoutHeaders, leaf.withoutHeaders) ||
    textsConflict(root.queryParams, leaf.queryParams) ||
    root.ignoreUriCase !== leaf.ignoreUriCase ||
    (root.port > 0 && leaf.port > 0 && root.port !== leaf.port) ||
    (root.sourceNamespace !== "" && leaf.sourceNamespace !== root.sourceNamespace) ||
    labelsConflict(root.sourceLabels, leaf.sourceLabels) ||
    gatewaysConflict(root.gateways, leaf.gateways)
  );
}

function textsConflict(root: TextMatches, leaf: TextMatches): boolean {
  return Object.entries(leaf).some(([name, match]) =>
    textConflict(Object.hasOwn(root, name) ? (root[name] ?? null) : null, match),
  );
}

function labelsConflict(root: StringMap, leaf: StringMap): boolean {
  return Object.entries(leaf).some(([key, value]) => Object.hasOwn(root, key) && root[key] !== value);
}

function gatewaysConflict(root: readonly string[], leaf: readonly string[]): boolean {
  if (root.length === 0 || leaf.length === 0) return false;
  return root.length < leaf.length || leaf.some((gateway) => !root.includes(gateway));
}

/**
 * An empty text, and a regex beside any other match, conflict with everything. Source: virtualservice.go (stringMatchConflict).
 */
function textConflict(root: TextMatch | null, leaf: TextMatch | null): boolean {
  if (root === null || leaf === null) return false;
  if ([root, leaf].some(({ kind, value }) => value === "" || kind === "REGEX")) return true;
  if (root.kind === "EXACT") return leaf.kind !== "EXACT" || leaf.value !== root.value;
  return !leaf.value.startsWith(root.value);
}
