import type { Clock } from "../../src/lib/clock.ts";
import type { LinkedAbort } from "./abort.ts";
import { SILENCE } from "./limits.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { Slice } from "./slice.ts";
import type { WatchEvent } from "./watch-event.ts";
import { readWatchEvent } from "./watch-event.ts";
import type { WireError } from "./wire-error.ts";

export interface WatchListener {
  /** Takes one event. What it throws ends the stream. A promise is waited for. */
  readonly take: (event: WatchEvent) => Promise<void> | null;
  /** A chunk was taken in whole, with so many events. Nothing more is read until it resolves. */
  readonly rest: (events: number) => Promise<void>;
  /** What to end the stream with when it falls silent. */
  readonly silent: () => WireError;
}

/**
 * Reads a watch to its end, which is good when it is the end of a line. Between events it leaves the event loop to others as its slice
 * says. Silence ends it by the abort; time in which we did not read, because the listener was busy, is not the watch's silence.
 */
export async function readWatchStream(
  chunks: AsyncIterable<Buffer>,
  listener: WatchListener,
  { clock, slice, abort }: { readonly clock: Clock; readonly slice: Slice; readonly abort: LinkedAbort },
): Promise<void> {
  const splitter = new LineSplitter();
  const ear = { heardAt: clock.monotonic(), busy: false };
  void endWhenSilent(ear, listener, clock, abort);
  for await (const chunk of chunks) {
    ear.busy = true;
    let events = 0;
    for (const line of splitter.push(chunk)) {
      const taken = listener.take(readWatchEvent(line));
      if (taken !== null) await taken;
      events += 1;
      if (slice.over()) await slice.rest();
    }
    await listener.rest(events);
    ear.busy = false;
    ear.heardAt = clock.monotonic();
  }
  splitter.end();
}

async function endWhenSilent(
  ear: { readonly heardAt: number; readonly busy: boolean },
  listener: WatchListener,
  clock: Clock,
  abort: LinkedAbort,
): Promise<void> {
  while (!abort.signal.aborted) {
    const left = ear.heardAt + SILENCE - clock.monotonic();
    if (left <= 0 && !ear.busy) return abort.abort(listener.silent());
    await clock.sleep(left > 0 ? left : SILENCE, abort.signal);
  }
}
