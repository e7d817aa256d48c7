import { PAGE_SIZE } from "./limits.ts";
import { isObject, metadataOf, resourceVersionOf } from "./resource-version.ts";
import type { ServedResource } from "./served-resource.ts";
import { WireError } from "./wire-error.ts";

export interface ListPage {
  readonly items: readonly unknown[];
  readonly resourceVersion: string;
  /** Asks for the next page; "" on the last one. */
  readonly continue: string;
}

/** The question for a page: the newest state, from etcd's quorum if need be, so that a list never goes back. */
export function pageQuery(token: string): string {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  if (token !== "") query.set("continue", token);
  return query.toString();
}

/** Believes nothing: what is not the list of the resource, with its items and its place, may not make us delete. */
export function readListPage(body: unknown, resource: ServedResource): ListPage {
  if (!isObject(body)) throw malformed("no object");
  if (body["kind"] !== `${resource.kind}List`) throw malformed("its kind");
  if (body["apiVersion"] !== resource.apiVersion) throw malformed("its apiVersion");
  const metadata = metadataOf(body);
  if (metadata === null) throw malformed("no metadata");
  const resourceVersion = resourceVersionOf(body);
  if (resourceVersion === "") throw malformed("no resourceVersion");
  const items = body["items"];
  if (!Array.isArray(items)) throw malformed("no items");
  if (items.some((item) => isObject(item) && item["kind"] !== undefined && item["kind"] !== resource.kind))
    throw malformed("an item of another kind");
  const token = metadata["continue"] ?? "";
  if (typeof token !== "string") throw malformed("its continue token");
  return { items, resourceVersion, continue: token };
}

function malformed(what: string): WireError {
  return new WireError("MALFORMED_LIST", what);
}
