import type { ServerResponse } from "node:http";
import type { ObjectView } from "../object-view.ts";
import { resourceName } from "../resource.ts";
import { expired, internalError, StatusError } from "../status.ts";
import type { Collection } from "../writes/target.ts";
import { checkWatchOptions, type ListOptions } from "./list-options.ts";
import { mustReach, prefixOf } from "./list.ts";
import type { Api } from "./settings.ts";
import { eventOf, type WatchFilter } from "./watch-filter.ts";
import { WatchStream, type WatchEvent } from "./watch-stream.ts";

/** Answers a watch: what it begins with, then every change, until its time is over or its reader goes. */
export async function watch(
  api: Api,
  collection: Collection,
  options: ListOptions,
  view: ObjectView,
  response: ServerResponse,
): Promise<void> {
  checkWatchOptions(options, api.settings.watchList);
  if (!/^\d*$/.test(options.resourceVersion))
    throw internalError(`resourceVersion: Invalid value: "${options.resourceVersion}": invalid syntax`);
  const from = Number(options.resourceVersion);
  const refusal = await refusalOf(api, collection, options, from);
  if (refusal !== undefined && refusal.code === 410 && api.settings.expiredWatch === "status") throw refusal;
  const stream = new WatchStream(response, view, api.settings.watchBuffer);
  if (refusal === undefined) follow(api, collection, options, from, stream, response);
  else stream.fail(refusal.status);
}

async function refusalOf(
  { backend, settings }: Api,
  { table }: Collection,
  { sendInitialEvents }: ListOptions,
  from: number,
): Promise<StatusError | undefined> {
  if (sendInitialEvents === true) {
    const late = await mustReach(backend, from, settings.freshMs).catch((error: unknown) => error);
    return late instanceof StatusError ? late : undefined;
  }
  if (from === 0 || from >= table.floor) return undefined;
  return expired(`too old resource version: ${from} (${table.floor})`);
}

function follow(
  { backend, settings, requests, watches }: Api,
  collection: Collection,
  options: ListOptions,
  from: number,
  stream: WatchStream,
  response: ServerResponse,
): void {
  const { storage, random } = backend;
  const { table } = collection;
  const filter = { prefix: prefixOf(collection), selectors: options.selectors };
  stream.begin(firstEvents(collection, options, from, filter));
  if (options.sendInitialEvents === true && options.allowBookmarks)
    stream.bookmark(storage.revision, { "k8s.io/initial-events-end": "true" });

  const unlisten = table.listen({
    changed: (version) => {
      const event = version.revision > from ? eventOf(version, filter) : undefined;
      if (event !== undefined) stream.event(event);
    },
    closed: () => stream.end(),
  });
  // As a kube-apiserver: half an hour to an hour, unless the client says.
  const seconds = options.timeoutSeconds ?? 1800 + random.int(1800);
  const bookmark = (): void => stream.bookmark(storage.revision);
  const resource = resourceName(collection.resource);
  const closings = [unlisten, requests.openWatch(resource), watches.add(resource, stream)];
  const timers = [setTimeout(() => stream.end(), seconds * 1000)];
  if (options.allowBookmarks) {
    timers.push(setInterval(bookmark, settings.bookmarkSeconds * 1000));
    if (seconds > 2) timers.push(setTimeout(bookmark, (seconds - 2) * 1000));
  }
  response.once("close", () => {
    for (const close of closings) close();
    for (const timer of timers) clearTimeout(timer);
  });
}

/** What there is, or what has happened since the revision asked for. */
function firstEvents(
  { table }: Collection,
  { sendInitialEvents }: ListOptions,
  from: number,
  filter: WatchFilter,
): WatchEvent[] {
  if (sendInitialEvents ?? from === 0)
    return [...table.list(filter.prefix)]
      .filter(({ object }) => filter.selectors.every((selects) => selects(object)))
      .map((version) => ({ type: "ADDED", version }));
  if (from === 0) return [];
  return table
    .since(from)
    .map((version) => eventOf(version, filter))
    .filter((event) => event !== undefined);
}
