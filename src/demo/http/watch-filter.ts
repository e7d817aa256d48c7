import { withMetadata } from "../kube-object.ts";
import type { Selector } from "../selector.ts";
import { Version } from "../storage/version.ts";
import type { WatchEvent } from "./watch-stream.ts";

/** Turns a change of a resource into what one watcher hears of it. */
export interface WatchFilter {
  readonly prefix: string;
  readonly selectors: readonly Selector[];
}

/** The event, or nothing when the change is none of the watcher's business. What leaves a selector is deleted for it. */
export function eventOf(version: Version, { prefix, selectors }: WatchFilter): WatchEvent | undefined {
  if (!version.key.startsWith(prefix)) return undefined;
  const { before, object } = version;
  const wasIn = before !== undefined && selectors.every((selects) => selects(before));
  const isIn = !version.deleted && selectors.every((selects) => selects(object));
  if (isIn) return { type: wasIn ? "MODIFIED" : "ADDED", version };
  if (!wasIn) return undefined;
  return { type: "DELETED", version: version.deleted ? version : lastSeen(version, before) };
}

/** The object as the watcher saw it last, with the resourceVersion at which it left. */
function lastSeen({ key, revision }: Version, before: Version["object"]): Version {
  return new Version(key, revision, withMetadata(before, { resourceVersion: String(revision) }), true, undefined);
}
