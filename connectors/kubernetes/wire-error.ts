/** What went wrong on the way, or with what came, in the words of the graph's SourceError. */
export const WireErrorCode = {
  CONNECTION_FAILED: "the API server could not be reached, or the connection broke",
  TIMEOUT: "the API server did not answer in time",
  SILENT: "the watch was silent for so long that it is opened anew",
  FROZEN: "the watch was silent and could not be opened anew",
  STREAM_CUT: "the watch ended within a line",
  LINE_TOO_LONG: "the watch sent a line that no object can have",
  ANSWER_TOO_LARGE: "the answer is larger than an answer may be",
  NOT_JSON: "the answer is not JSON",
  MALFORMED_EVENT: "the watch sent what is no event",
  MALFORMED_LIST: "the answer is not the list that was asked for",
  LIST_NOT_BELIEVED: "the list lacks much of what is held, so it is asked for again",
  SHORT_WATCH: "the watch ended at once, without an event",
  WATCH_LIST_FAILED: "the list by watch did not end as it should",
  QUOTA_EXCEEDED: "what the cluster has takes more memory than limits.clusterMemory allows",
  IDENTITY_CHANGED: "another cluster, or an older state of it, answers under this name",
} as const;
export type WireErrorCode = keyof typeof WireErrorCode;

/** A fault with a code. The message of the code is all there is to say, unless a detail is given. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly code: WireErrorCode;
  /** The least time to wait before trying again. */
  readonly retryAfterMs: number | null;

  constructor(code: WireErrorCode, detail = "", options: ErrorOptions & { retryAfterMs?: number } = {}) {
    super(detail === "" ? WireErrorCode[code] : `${WireErrorCode[code]}: ${detail}`, options);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
