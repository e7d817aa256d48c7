/** A subscriber did not read for too long: its connection is closed, with 4413 on a WebSocket. */
export class SlowReaderError extends Error {
  override readonly name = "SlowReaderError";
}

export const SLOW_READER_CLOSE = 4413;
