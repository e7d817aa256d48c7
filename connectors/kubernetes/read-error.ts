import { RETRY_AFTER_LAST } from "./limits.ts";
import { isObject } from "./resource-version.ts";

/** What an API server refused, by HTTP status or by an ERROR event in a watch. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  /** Kubernetes' own word, such as `Expired`; "" when it gave none. */
  readonly reason: string;
  readonly retryAfterMs: number | null;
  /** It came as an event, in a stream that had begun well. */
  readonly inStream: boolean;
  readonly causes: readonly string[];

  constructor(message: string, fields: Omit<ApiError, keyof Error>) {
    super(message);
    this.status = fields.status;
    this.reason = fields.reason;
    this.retryAfterMs = fields.retryAfterMs;
    this.inStream = fields.inStream;
    this.causes = fields.causes;
  }
}

/** Reads a refused request: a Status when the API server itself spoke, anything at all when a proxy did. */
export function readErrorAnswer(httpStatus: number, text: string, retryAfter: string | undefined): ApiError {
  const status = parse(text);
  const { message, reason, causes, retryAfterMs } = readStatus(status, false);
  return new ApiError(`HTTP ${httpStatus}${message === "" ? "" : `: ${message}`}`, {
    status: httpStatus,
    reason,
    causes,
    inStream: false,
    retryAfterMs: readRetryAfter(retryAfter) ?? retryAfterMs,
  });
}

/** Reads the Status object of an ERROR event. What is none is an error of the server, too. */
export function readStatus(status: unknown, inStream = true): ApiError {
  const body = isObject(status) ? status : {};
  const details = isObject(body["details"]) ? body["details"] : {};
  const causes = Array.isArray(details["causes"]) ? details["causes"] : [];
  const seconds = details["retryAfterSeconds"];
  return new ApiError(short(body["message"]), {
    status: typeof body["code"] === "number" ? body["code"] : 500,
    reason: short(body["reason"]),
    retryAfterMs: typeof seconds === "number" && seconds > 0 ? Math.min(seconds * 1000, RETRY_AFTER_LAST) : null,
    inStream,
    causes: causes.filter(isObject).map((cause) => short(cause["reason"])),
  });
}

/** Seconds, or an HTTP date; null for anything else. */
export function readRetryAfter(header: string | undefined, now = Date.now()): number | null {
  if (header === undefined) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) || ms < 0 ? null : Math.min(ms, RETRY_AFTER_LAST);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Messages are shown to operators, so a page of HTML is not carried along. */
function short(text: unknown): string {
  return typeof text === "string" ? text.slice(0, 500) : "";
}
