/** The error vocabulary: what can go wrong in the words of a client. Connectors translate into it once, the server maps it once. */

export interface ErrorDetails {
  readonly [key: string]: string | number | boolean | readonly string[] | null;
}

/** A fault with a stable code. `details` are safe to show to any client; a `cause` is only logged. */
export abstract class AppError extends Error {
  abstract readonly code: string;
  readonly details: ErrorDetails;

  constructor(message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.details = details;
  }
}

/** An argument or a variable that no answer could be right for. */
export class BadInputError extends AppError {
  readonly code = "BAD_USER_INPUT";
}

/** A pagination or log cursor that was not made here, or was made for another question or another reader. */
export class BadCursorError extends AppError {
  readonly code = "BAD_CURSOR";
}

export class TimeoutError extends AppError {
  readonly code = "TIMEOUT";
}

/** A later owner has the source, the epoch changed, or a batch is missing: what is appended under this ownership no longer counts. */
export class FencedError extends AppError {
  readonly code = "FENCED";
}
