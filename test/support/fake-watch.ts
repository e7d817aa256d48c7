import type { ServerResponse } from "node:http";

/** One open watch of the fake API server. */
export class FakeWatch {
  readonly plural: string;
  readonly #response: ServerResponse;
  /** Writes so many bytes at a time, each in a turn of its own. */
  bytesAtOnce = Infinity;
  #writing: Promise<void> = Promise.resolve();

  constructor(plural: string, response: ServerResponse) {
    this.plural = plural;
    this.#response = response;
    if (!response.headersSent) response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
  }

  send(event: unknown): void {
    this.raw(`${JSON.stringify(event)}\n`);
  }

  raw(text: string | Buffer): void {
    if (this.bytesAtOnce === Infinity) this.#response.write(text);
    else this.#writing = this.#writing.then(() => this.#trickle(Buffer.from(text)));
  }

  /** Ends as a server does when the time is over. */
  end(): void {
    this.#response.end();
  }

  /** FIN without the end of the body. */
  close(): void {
    this.#response.socket?.end();
  }

  reset(): void {
    this.#response.socket?.resetAndDestroy();
  }

  async #trickle(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; at += this.bytesAtOnce) {
      this.#response.write(bytes.subarray(at, at + this.bytesAtOnce));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
