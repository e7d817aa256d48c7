import { MAX_LINE_BYTES } from "./limits.ts";
import { WireError } from "./wire-error.ts";

const NEWLINE = 10;

/**
 * Cuts bytes into lines, however they come. In UTF-8 no byte of a longer character is a newline, so lines are found in the bytes and
 * decoded whole. What stands at the end of a chunk is copied into one buffer that grows: a line of 5 MB that comes byte by byte costs
 * twice its size.
 */
export class LineSplitter {
  #rest: Buffer = Buffer.allocUnsafe(4096);
  #length = 0;

  /** The lines that the chunk ends, without the empty ones. */
  *push(chunk: Buffer): Generator<string, void, undefined> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const line = this.#line(chunk, start, end);
      start = end + 1;
      if (line !== "") yield line;
    }
    this.#keep(chunk, start, chunk.length);
  }

  /** The bytes are at an end: what is no whole line was cut off. */
  end(): void {
    if (this.#length > 0) throw new WireError("STREAM_CUT");
  }

  #line(chunk: Buffer, start: number, end: number): string {
    if (this.#length === 0) {
      if (end - start > MAX_LINE_BYTES) throw new WireError("LINE_TOO_LONG");
      return chunk.toString("utf8", start, end);
    }
    this.#keep(chunk, start, end);
    const line = this.#rest.toString("utf8", 0, this.#length);
    this.#length = 0;
    return line;
  }

  #keep(chunk: Buffer, start: number, end: number): void {
    const length = this.#length + end - start;
    if (length > MAX_LINE_BYTES) throw new WireError("LINE_TOO_LONG");
    if (length > this.#rest.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, this.#rest.length * 2));
      this.#rest.copy(larger, 0, 0, this.#length);
      this.#rest = larger;
    }
    chunk.copy(this.#rest, this.#length, start, end);
    this.#length = length;
  }
}
