import { ApiError } from "./read-error.ts";
import type { WireErrorCode } from "./wire-error.ts";
import { WireError } from "./wire-error.ts";

/** What a reflector does about a failure, always after a back-off. */
export interface Reaction {
  /**
   * `again`: what was tried is tried again, from the same place. `reconnect`: so too, but somebody else may answer now, which is found out
   * first. `list`: the place is lost, and only a whole list will do. `discover`: perhaps the resource is no longer served.
   */
  readonly next: "again" | "reconnect" | "list" | "discover";
}

const again: Reaction = { next: "again" };
const reconnect: Reaction = { next: "reconnect" };
const list: Reaction = { next: "list" };
const discover: Reaction = { next: "discover" };

const reactionByCode: Readonly<Record<WireErrorCode, Reaction>> = {
  CONNECTION_FAILED: reconnect,
  TIMEOUT: reconnect,
  SILENT: reconnect,
  FROZEN: reconnect,
  STREAM_CUT: reconnect,
  LINE_TOO_LONG: again,
  ANSWER_TOO_LARGE: again,
  NOT_JSON: again,
  MALFORMED_EVENT: again,
  SHORT_WATCH: again,
  MALFORMED_LIST: list,
  LIST_NOT_BELIEVED: list,
  WATCH_LIST_FAILED: list,
  // The watch would bring the same object again, and again find no room: a list knows what is gone, and so makes room.
  QUOTA_EXCEEDED: list,
  IDENTITY_CHANGED: list,
};

/** By client-go's rules: a refusal is no reason for a list, which would cost an unwell server most. */
export function reactionTo(error: unknown): Reaction {
  if (error instanceof ApiError) return reactionToRefusal(error);
  return error instanceof WireError ? reactionByCode[error.code] : again;
}

function reactionToRefusal(error: ApiError): Reaction {
  if (isExpired(error) || isTooLarge(error)) return list;
  if (error.status === 404) return discover;
  if (error.status === 401 || error.status === 403 || error.status === 429) return again;
  // An error in the stream (InternalError, StoreReadError) means that the stream may have lost something; a 400 that our place is no place.
  return error.inStream || error.status === 400 || error.status === 422 ? list : again;
}

/** The place is older than what the server remembers. */
export function isExpired(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 410 || error.reason === "Expired" || error.reason === "Gone");
}

/** The place is newer than anything that the server has: its state went back. */
export function isTooLarge(error: ApiError): boolean {
  return error.causes.includes("ResourceVersionTooLarge") || /too large resource version/i.test(error.message);
}

/** The server has no WatchList, or an etcd that cannot do it (said in a stream that began well); it will not have it next time either. */
export function refusesWatchList(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.status === 400 || error.status === 422 || /RequestWatchProgress|storage feature/.test(error.message);
}

/** The failure in one word, for SourceError, metrics and logs. */
export function faultCode(error: unknown): string {
  if (error instanceof WireError) return error.code;
  if (!(error instanceof ApiError)) return "INTERNAL";
  if (isExpired(error)) return "EXPIRED";
  if (isTooLarge(error)) return "RESOURCE_VERSION_TOO_LARGE";
  return refusals[error.status] ?? "UPSTREAM_ERROR";
}

const refusals: Readonly<Record<number, string>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHENTICATED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  422: "BAD_REQUEST",
  429: "RATE_LIMITED",
};

/** Codes of a source that does not answer at all. */
export const unreachable: ReadonlySet<string> = new Set(["CONNECTION_FAILED", "TIMEOUT", "FROZEN"]);

/** Codes of a source that answers and refuses. */
export const refused: ReadonlySet<string> = new Set(["UNAUTHENTICATED", "FORBIDDEN"]);

/** The least time that the failure asks us to wait. */
export function retryAfter(error: unknown): number {
  return error instanceof ApiError || error instanceof WireError ? (error.retryAfterMs ?? 0) : 0;
}
