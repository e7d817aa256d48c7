import type { Backend } from "../backend.ts";
import type { JsonObject } from "../json.ts";
import type { ObjectView } from "../object-view.ts";
import { badRequest, expired, tooLargeResourceVersion } from "../status.ts";
import type { Version } from "../storage/version.ts";
import type { Collection } from "../writes/target.ts";
import { inconsistent, readToken, writeToken } from "./continue-token.ts";
import { checkListOptions, readResourceVersion, type ListOptions } from "./list-options.ts";
import type { Api } from "./settings.ts";

/** One page of a list, all of it as of one revision. */
export interface Page {
  readonly revision: number;
  readonly versions: readonly Version[];
  readonly continue: string | undefined;
  readonly remaining: number | undefined;
}

/** The page that a list asks for; it waits a little for a resourceVersion that is not there yet. */
export async function list(api: Api, collection: Collection, options: ListOptions): Promise<Page> {
  checkListOptions(options);
  const { table } = collection;
  const prefix = prefixOf(collection);
  const { revision, after } = await momentOf(api, collection, options);
  // A list of whatever there is comes whole from the watch cache, limit or not.
  const limit = options.resourceVersion === "0" || options.limit === 0 ? Infinity : options.limit;
  const versions: Version[] = [];
  let remaining = 0;
  for (const version of table.list(prefix, prefix + after, revision)) {
    if (!options.selectors.every((selects) => selects(version.object))) continue;
    if (versions.length < limit) versions.push(version);
    else remaining += 1;
    if (remaining > 0 && options.selectors.length > 0) break;
  }
  const last = versions.at(-1);
  if (remaining === 0 || last === undefined) return { revision, versions, continue: undefined, remaining: undefined };
  return {
    revision,
    versions,
    continue: writeToken({ revision, after: last.key.slice(prefix.length) }),
    remaining: options.selectors.length === 0 ? remaining : undefined,
  };
}

/** What the keys of a collection's objects begin with. */
export function prefixOf({ namespace }: Pick<Collection, "namespace">): string {
  return namespace === undefined ? "" : `${namespace}/`;
}

interface Moment {
  readonly revision: number;
  readonly after: string;
}

async function momentOf({ backend, settings }: Api, { table }: Collection, options: ListOptions): Promise<Moment> {
  const { storage } = backend;
  if (options.continue !== "") return continuedMoment(storage.revision, table.floor, options);
  const wanted = readResourceVersion(options.resourceVersion);
  if (wanted > storage.revision) await mustReach(backend, wanted, settings.freshMs);
  const isExact = options.match === "Exact" || (options.match === "" && options.limit > 0 && wanted > 0);
  if (!isExact) return { revision: storage.revision, after: "" };
  if (wanted < table.floor) throw expired("The resourceVersion for the provided list is too old.");
  return { revision: wanted, after: "" };
}

/** Waits until a revision is there, and refuses when it does not come in time. */
export async function mustReach({ storage }: Backend, revision: number, withinMs: number): Promise<void> {
  if (!(await storage.reached(revision, withinMs))) throw tooLargeResourceVersion(revision, storage.revision);
}

const continueExpired =
  "The provided continue parameter is too old to display a consistent list result. You can start a new list without the " +
  "continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the " +
  "provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first " +
  "chunk was returned and now may show up in the list.";

function continuedMoment(present: number, floor: number, options: ListOptions): Moment {
  if (options.resourceVersion !== "" && options.resourceVersion !== "0")
    throw badRequest("specifying resource version is not allowed when using continue");
  const { revision, after } = readToken(options.continue);
  if (revision === inconsistent) return { revision: present, after };
  if (revision < floor) throw expired(continueExpired, writeToken({ revision: inconsistent, after }));
  return { revision, after };
}

const comma = Buffer.from(",");

/** The page's JSON, of the bytes that its objects share with all who read them. */
export function encodePage({ revision, versions, ...page }: Page, view: ObjectView): Buffer[] {
  const { kind, apiVersion } = { kind: view.listKind, apiVersion: view.apiVersion };
  const resourceVersion = String(revision);
  const more = { ...(page.continue !== undefined && { continue: page.continue }), remainingItemCount: page.remaining };
  const metadata: JsonObject = view.custom ? { continue: "", resourceVersion, ...more } : { resourceVersion, ...more };
  const [before, after] = view.custom
    ? [head({ apiVersion }, "items"), tail({ kind, metadata })]
    : [head({ kind, apiVersion, metadata }, "items"), Buffer.from("]}\n")];
  const items = versions.flatMap((version, index) => {
    const item = [view.itemHead, view.tail(version)];
    return index === 0 ? item : [comma, ...item];
  });
  return [before, ...items, after];
}

const head = (fields: JsonObject, items: string): Buffer =>
  Buffer.from(`${JSON.stringify(fields).slice(0, -1)},"${items}":[`);
const tail = (fields: JsonObject): Buffer => Buffer.from(`],${JSON.stringify(fields).slice(1)}\n`);
