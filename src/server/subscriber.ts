import type { FormattedExecutionResult } from "graphql";

/** What one execution gave, as it goes to every subscriber of a group. */
export interface Message {
  readonly result: FormattedExecutionResult;
  readonly bytes: number;
}

/** What one subscriber has still to be sent. Above its bound it loses all of it, and begins again when it reads on. */
export class Subscriber {
  readonly #maxBytes: number;
  #queue: Message[] = [];
  #bytes = 0;
  #isBehind = false;
  #wake = (): void => {};

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  begin(): void {
    this.#queue = [];
    this.#bytes = 0;
    this.#isBehind = false;
  }

  /** Whoever waits is given a message of any size: it is held once for the whole group, and says nothing about who reads it. */
  push(message: Message): void {
    if (this.#isBehind) return;
    const isWaiting = this.#queue.length === 0;
    this.#queue.push(message);
    this.#bytes += message.bytes;
    if (!isWaiting && this.#bytes > this.#maxBytes) this.fallBehind();
    else this.#wake();
  }

  /** What it has heard so far says nothing any more: it begins again. */
  fallBehind(): void {
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
          yield message.result;
        }
      }
    } finally {
      signal.removeEventListener("abort", wake);
    }
  }
}
