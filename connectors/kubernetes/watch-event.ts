import { isObject, metadataOf } from "./resource-version.ts";
import { WireError } from "./wire-error.ts";

const INITIAL_EVENTS_END = "k8s.io/initial-events-end";

/** One event of a watch. A type that we do not know is kept as such: later API servers may have more. */
export interface WatchEvent {
  readonly type: string;
  readonly object: unknown;
}

export function readWatchEvent(line: string): WatchEvent {
  const event = parse(line);
  if (!isObject(event) || typeof event["type"] !== "string") throw new WireError("MALFORMED_EVENT");
  return { type: event["type"], object: event["object"] };
}

/** Whether a bookmark ends the first events of a WatchList: what came until then is the list. */
export function endsInitialEvents(bookmark: unknown): boolean {
  const annotations = metadataOf(bookmark)?.["annotations"];
  return isObject(annotations) && annotations[INITIAL_EVENTS_END] === "true";
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new WireError("MALFORMED_EVENT", "", { cause });
  }
}
