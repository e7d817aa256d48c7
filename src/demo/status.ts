import type { Json, JsonObject } from "./json.ts";

/** One reason for a refusal, as `details.causes` has them. */
export interface StatusCause extends JsonObject {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

interface Refusal {
  readonly code: number;
  readonly message: string;
  readonly reason?: string;
  readonly details?: JsonObject;
  /** Of an expired list: where it may be continued, inconsistently. */
  readonly continue?: string;
}

/** What is refused of what: `pods`, or `serviceentries` of a group. */
export interface Subject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** A refusal, in the shape that every client of Kubernetes reads: a Status. */
export class StatusError extends Error {
  readonly code: number;
  readonly status: JsonObject;

  constructor({ code, message, reason, details, continue: token }: Refusal) {
    super(message);
    this.name = "StatusError";
    this.code = code;
    this.status = {
      kind: "Status",
      apiVersion: "v1",
      metadata: token === undefined ? {} : { continue: token },
      status: "Failure",
      message,
      ...(reason !== undefined && { reason }),
      ...(details !== undefined && { details }),
      code,
    };
  }
}

const qualified = ({ group, kind }: Subject): string => (group === "" ? kind : `${kind}.${group}`);
const detailsOf = ({ group, kind, name }: Subject): JsonObject => ({
  ...(name !== "" && { name }),
  ...(group !== "" && { group }),
  kind,
});

export function badRequest(message: string): StatusError {
  return new StatusError({ code: 400, reason: "BadRequest", message });
}

export function unauthorized(): StatusError {
  return new StatusError({ code: 401, reason: "Unauthorized", message: "Unauthorized" });
}

export function forbidden(subject: Subject, why: string, causes?: readonly StatusCause[]): StatusError {
  const message = `${qualified(subject)}${subject.name === "" ? "" : ` "${subject.name}"`} is forbidden: ${why}`;
  return new StatusError({ code: 403, reason: "Forbidden", message, details: { ...detailsOf(subject), causes } });
}

export function notFound(subject: Subject): StatusError {
  const message = `${qualified(subject)} "${subject.name}" not found`;
  return new StatusError({ code: 404, reason: "NotFound", message, details: detailsOf(subject) });
}

export function noSuchResource(): StatusError {
  const message = "the server could not find the requested resource";
  return new StatusError({ code: 404, reason: "NotFound", message, details: {} });
}

export function methodNotAllowed(): StatusError {
  const message = "the server does not allow this method on the requested resource";
  return new StatusError({ code: 405, reason: "MethodNotAllowed", message, details: {} });
}

export function notAcceptable(): StatusError {
  const message = "only the following media types are accepted: application/json";
  return new StatusError({ code: 406, reason: "NotAcceptable", message });
}

export function alreadyExists(subject: Subject): StatusError {
  const message = `${qualified(subject)} "${subject.name}" already exists`;
  return new StatusError({ code: 409, reason: "AlreadyExists", message, details: detailsOf(subject) });
}

export function conflict(subject: Subject, why: string): StatusError {
  const message = `Operation cannot be fulfilled on ${qualified(subject)} "${subject.name}": ${why}`;
  return new StatusError({ code: 409, reason: "Conflict", message, details: detailsOf(subject) });
}

export const modified = "the object has been modified; please apply your changes to the latest version and try again";

export function applyConflict(message: string, causes: readonly StatusCause[]): StatusError {
  return new StatusError({ code: 409, reason: "Conflict", message, details: { causes } });
}

export function expired(message: string, token?: string): StatusError {
  return new StatusError({ code: 410, reason: "Expired", message, ...(token !== undefined && { continue: token }) });
}

export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`;
  return new StatusError({ code: 415, reason: "UnsupportedMediaType", message });
}

export function invalid(subject: Subject, causes: readonly StatusCause[]): StatusError {
  const said = causes.map(({ field, message }) => `${field}: ${message}`);
  const what = said.length === 1 ? said[0] : `[${said.join(", ")}]`;
  const message = `${qualified(subject)} "${subject.name}" is invalid: ${what}`;
  return new StatusError({ code: 422, reason: "Invalid", message, details: { ...detailsOf(subject), causes } });
}

export function unprocessablePatch(): StatusError {
  const message = "the server rejected our request due to an error in our request";
  return new StatusError({ code: 422, reason: "Invalid", message, details: {} });
}

export function internalError(message: string): StatusError {
  return new StatusError({ code: 500, message });
}

export function tooLargeResourceVersion(wanted: number, current: number): StatusError {
  const message = `Timeout: Too large resource version: ${wanted}, current: ${current}`;
  const causes = [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }];
  return new StatusError({ code: 504, reason: "Timeout", message, details: { causes, retryAfterSeconds: 1 } });
}

export function fieldRequired(field: string, why = ""): StatusCause {
  return { reason: "FieldValueRequired", message: `Required value${why === "" ? "" : `: ${why}`}`, field };
}

export function fieldInvalid(field: string, value: Json, why: string): StatusCause {
  return { reason: "FieldValueInvalid", message: `Invalid value: ${JSON.stringify(value)}: ${why}`, field };
}

export function fieldForbidden(field: string, why: string): StatusCause {
  return { reason: "FieldValueForbidden", message: `Forbidden: ${why}`, field };
}

export function fieldNotSupported(field: string, value: Json, supported: readonly Json[]): StatusCause {
  const choices = supported.map((choice) => JSON.stringify(choice)).join(", ");
  const message = `Unsupported value: ${JSON.stringify(value)}: supported values: ${choices}`;
  return { reason: "FieldValueNotSupported", message, field };
}
