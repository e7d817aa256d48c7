import type { Backend } from "../backend.ts";
import type { OpenWatches } from "./open-watches.ts";
import type { RequestCount } from "./request-count.ts";
import type { Rights } from "./rights.ts";

/** How a server behaves where real ones may be set up differently. */
export interface Settings {
  /** What /version says. */
  readonly gitVersion: string;
  /** How often a watch that asked for bookmarks gets one. */
  readonly bookmarkSeconds: number;
  /** How many changes a reader may be behind before its watch is broken off. */
  readonly watchBuffer: number;
  /** How long a list waits for a resourceVersion that is not there yet. */
  readonly freshMs: number;
  /** Whether the feature gate WatchList is on. */
  readonly watchList: boolean;
  /** How a watch from an expired resourceVersion is refused: by an ERROR event, as by default, or by the HTTP status. */
  readonly expiredWatch: "event" | "status";
}

/** What every request is answered from. */
export interface Api {
  readonly backend: Backend;
  readonly settings: Settings;
  readonly requests: RequestCount;
  readonly watches: OpenWatches;
  readonly rights: Rights;
}
