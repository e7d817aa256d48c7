import type { Resource } from "../resource.ts";
import { readFieldSelector, readLabelSelector, type Selector } from "../selector.ts";
import { badRequest, fieldForbidden, fieldNotSupported, invalid, type StatusCause } from "../status.ts";

/** What a list or a watch asks for, as its query says it. */
export interface ListOptions {
  readonly selectors: readonly Selector[];
  readonly limit: number;
  readonly continue: string;
  /** As it was given: empty means the newest, "0" whatever there is. */
  readonly resourceVersion: string;
  readonly match: string;
  readonly sendInitialEvents: boolean | undefined;
  readonly allowBookmarks: boolean;
  readonly timeoutSeconds: number | undefined;
}

export function isWatch(query: URLSearchParams): boolean {
  return isTrue(query.get("watch"));
}

export function readListOptions(query: URLSearchParams, resource: Resource): ListOptions {
  const sendInitialEvents = query.get("sendInitialEvents");
  const selectors = [
    readLabelSelector(query.get("labelSelector") ?? ""),
    readFieldSelector(query.get("fieldSelector") ?? "", resource),
  ];
  return {
    selectors: selectors.filter((selector) => selector !== undefined),
    limit: readNumber(query.get("limit")) ?? 0,
    continue: query.get("continue") ?? "",
    resourceVersion: query.get("resourceVersion") ?? "",
    match: query.get("resourceVersionMatch") ?? "",
    sendInitialEvents: sendInitialEvents === null ? undefined : isTrue(sendInitialEvents),
    allowBookmarks: isTrue(query.get("allowWatchBookmarks")),
    timeoutSeconds: readNumber(query.get("timeoutSeconds")),
  };
}

/** Refuses a list whose options contradict each other. */
export function checkListOptions(options: ListOptions): void {
  const { match, resourceVersion, sendInitialEvents } = options;
  const causes: StatusCause[] = [];
  const forbid = (why: string, field = "resourceVersionMatch") => causes.push(fieldForbidden(field, why));
  if (match !== "") {
    if (resourceVersion === "") forbid("resourceVersionMatch is forbidden unless resourceVersion is provided");
    if (options.continue !== "") forbid("resourceVersionMatch is forbidden when continue is provided");
    if (match !== "Exact" && match !== "NotOlderThan")
      causes.push(fieldNotSupported("resourceVersionMatch", match, ["Exact", "NotOlderThan", ""]));
    if (match === "Exact" && resourceVersion === "0")
      forbid('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
  if (sendInitialEvents !== undefined) forbid("sendInitialEvents is forbidden for list", "sendInitialEvents");
  refuse(causes);
}

/** The same for a watch. */
export function checkWatchOptions(options: ListOptions, watchList: boolean): void {
  const { match, sendInitialEvents } = options;
  const causes: StatusCause[] = [];
  const forbid = (why: string, field = "resourceVersionMatch") => causes.push(fieldForbidden(field, why));
  if (sendInitialEvents !== undefined) {
    if (match !== "NotOlderThan") forbid("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    if (!watchList)
      forbid(
        "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled",
        "sendInitialEvents",
      );
  } else if (match !== "") {
    forbid("resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
  }
  if (match !== "" && options.continue !== "") forbid("resourceVersionMatch is forbidden when continue is provided");
  refuse(causes);
}

function refuse(causes: readonly StatusCause[]): void {
  if (causes.length > 0) throw invalid({ group: "meta.k8s.io", kind: "ListOptions", name: "" }, causes);
}

/** Reads a resourceVersion; 0 when none is given. */
export function readResourceVersion(text: string): number {
  if (/^\d*$/.test(text)) return Number(text);
  throw badRequest(
    `invalid resource version: resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`,
  );
}

function readNumber(text: string | null): number | undefined {
  if (text === null || text === "") return undefined;
  if (/^-?\d+$/.test(text)) return Math.max(0, Number(text));
  throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
}

function isTrue(text: string | null): boolean {
  return text === "true" || text === "1";
}
