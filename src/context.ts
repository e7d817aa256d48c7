import type { Feed, Seals, View } from "./ports.ts";

/** Who is asking. */
export interface Viewer {
  readonly name: string;
  readonly groups: readonly string[];
  /** How it was found out: `loopback`. */
  readonly authentication: string;
}

/** Everything that a resolver is handed. */
export interface Context {
  readonly viewer: Viewer;
  readonly view: View;
  readonly feed: Feed;
  /** For cursors of pages; bound to the viewer's rights. */
  readonly seals: Seals;
  /** Aborted when the client is gone or the time for the answer is over. */
  readonly signal: AbortSignal;
}
