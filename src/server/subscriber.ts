import type { FormattedExecutionResult } from "graphql";
import type { SubscriptionFigure } from "./subscription-figures.ts";

/** What one execution gave, as it goes to every subscriber of a group. */
export interface Message {
  readonly result: FormattedExecutionResult;
  readonly bytes: number;
  /** How many events it tells. */
  readonly events: number;
}

/** What one subscriber has still to be sent. Above its bound it loses all of it, and begins again when it reads on. */
export class Subscriber {
  readonly #maxBytes: number;
  readonly #figure: SubscriptionFigure;
  #queue: Message[] = [];
  #bytes = 0;
  #isBehind = false;
  #wake = (): void => {};

  /** `figure` is where it is counted what the subscriber is given, and what it loses. */
  constructor(maxBytes: number, figure: SubscriptionFigure) {
    this.#maxBytes = maxBytes;
    this.#figure = figure;
  }

  begin(): void {
    this.#queue = [];
    this.#bytes = 0;
    this.#isBehind = false;
  }

  /** Whoever waits is given a message of any size: it is held once for the whole group, and says nothing about who reads it. */
  push(message: Message): void {
    if (this.#isBehind) {
      this.#figure.dropped += message.events;
      return;
    }
    const isWaiting = this.#queue.length === 0;
    this.#queue.push(message);
    this.#bytes += message.bytes;
    if (!isWaiting && this.#bytes > this.#maxBytes) this.fallBehind();
    else this.#wake();
  }

  /** What it has heard so far says nothing any more: it begins again. `lost` events besides those that wait are not told. */
  fallBehind(lost = 0): void {
    this.#figure.dropped += lost;
    for (const { events } of this.#queue) this.#figure.dropped += events;
    this.begin();
    this.#isBehind = true;
    this.#wake();
  }

  /** Ends when the subscriber has fallen behind, or is gone. */
  async *messages(signal: AbortSignal): AsyncGenerator<FormattedExecutionResult, void, undefined> {
    const wake = (): void => this.#wake();
    signal.addEventListener("abort", wake);
    try {
      while (!this.#isBehind && !signal.aborted) {
        const message = this.#queue.shift();
        if (message === undefined) {
          await new Promise<void>((resolve) => (this.#wake = resolve));
        } else {
          this.#bytes -= message.bytes;
          this.#figure.events += message.events;
          yield message.result;
        }
      }
    } finally {
      signal.removeEventListener("abort", wake);
    }
  }
}
