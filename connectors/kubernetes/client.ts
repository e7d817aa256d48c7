import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Dispatcher } from "undici";
import type { Telemetry } from "../../src/ports.ts";
import type { Clock } from "../../src/lib/clock.ts";
import { within } from "./abort.ts";
import { createAgent } from "./agent.ts";
import type { ClusterConnection } from "./connection.ts";
import { faultCode } from "./fault.ts";
import { ANSWER_DEADLINE, HEADERS_DEADLINE, MAX_ANSWER_BYTES } from "./limits.ts";
import { readErrorAnswer } from "./read-error.ts";
import type { ApiError } from "./read-error.ts";
import { WireError } from "./wire-error.ts";

export interface Question {
  /** What the request is for, in one word for the metrics. */
  readonly operation: string;
  readonly signal: AbortSignal;
  readonly accept?: string;
  /** An earlier answer's ETag: when nothing changed the answer has no body. */
  readonly etag?: string;
  readonly deadline?: number;
}

/** An answer with status 200, or 304 with `body` undefined. */
export interface Answer {
  readonly body: unknown;
  readonly etag: string | undefined;
}

/** An error's body is read for its message only. */
const MAX_ERROR_BYTES = 64 * 1024;

/**
 * Asks one cluster's API server. Every failure is an ApiError (it refused) or a WireError (it could not be asked, or what came is no
 * answer). Redirects are refusals: a credential is never carried elsewhere.
 */
export class KubernetesClient implements AsyncDisposable {
  readonly #connection: ClusterConnection;
  readonly #origin: string;
  readonly #base: string;
  readonly #agent: Dispatcher;
  readonly #clock: Clock;
  readonly #telemetry: Telemetry;

  constructor(connection: ClusterConnection, clock: Clock, telemetry: Telemetry) {
    const server = new URL(connection.server);
    this.#connection = connection;
    this.#origin = server.origin;
    this.#base = server.pathname.replace(/\/$/, "");
    this.#agent = createAgent(connection);
    this.#clock = clock;
    this.#telemetry = telemetry;
  }

  /** A whole JSON answer, sent compressed when the server likes. */
  get(path: string, question: Question): Promise<Answer> {
    const headers: Record<string, string> = {
      accept: question.accept ?? "application/json",
      "accept-encoding": "gzip",
      ...(question.etag !== undefined && { "if-none-match": question.etag }),
    };
    const deadline = question.deadline ?? ANSWER_DEADLINE;
    return this.#counted(question, () =>
      within(this.#clock, deadline, question.signal, timeout, async (signal) => {
        const answer = await this.#ask(path, headers, signal);
        const etag = answer.headers["etag"];
        if (answer.statusCode === 304) return { body: undefined, etag: question.etag };
        return {
          body: parse(await read(answer, MAX_ANSWER_BYTES)),
          etag: typeof etag === "string" ? etag : undefined,
        };
      }),
    );
  }

  /** An answer that goes on. The deadline is for its beginning; the signal ends it, and what came until then is lost. */
  async stream(path: string, question: Question): Promise<AsyncIterable<Buffer>> {
    const { signal, deadline = HEADERS_DEADLINE } = question;
    const body = await this.#counted(question, () =>
      within(this.#clock, deadline, signal, timeout, (opening) => {
        // The request lives under the signal of the whole stream, so the deadline only decides who answers first.
        const answer = this.#ask(path, { accept: "application/json" }, signal).then(decoded);
        return Promise.race([answer, lateness(opening, answer)]);
      }),
    );
    return chunksOf(body, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.destroy();
  }

  /** A 401 may mean that the credential was renewed since: then it is tried once more with the new one. */
  async #ask(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const credential = await this.#connection.authorization();
    const answer = await this.#send(path, { ...headers, ...credential }, signal);
    if (answer.statusCode !== 401) return accepted(answer);
    const renewed = await this.#connection.authorization();
    if (JSON.stringify(renewed) === JSON.stringify(credential)) return accepted(answer);
    await answer.body.dump();
    return accepted(await this.#send(path, { ...headers, ...renewed }, signal));
  }

  async #send(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    try {
      const request = { origin: this.#origin, path: this.#base + path, method: "GET", headers, signal } as const;
      return await this.#agent.request(request);
    } catch (error) {
      throw signal.aborted ? signal.reason : connectionError(error);
    }
  }

  async #counted<T>({ operation }: Question, ask: () => Promise<T>): Promise<T> {
    const startedAt = this.#clock.monotonic();
    const count = (outcome: string): void =>
      this.#telemetry.upstreamRequest("kubernetes", operation, outcome, (this.#clock.monotonic() - startedAt) / 1000);
    try {
      const answer = await ask();
      count("ok");
      return answer;
    } catch (error) {
      count(faultCode(error));
      throw error;
    }
  }
}

/** What a broken connection, a failed handshake or a body that ends too soon is to us. The cause's code is for operators. */
export function connectionError(cause: unknown): Error {
  if (cause instanceof WireError) return cause;
  const { code, message } = cause instanceof Error ? (cause as Error & { code?: unknown }) : { code: "", message: "" };
  return new WireError("CONNECTION_FAILED", typeof code === "string" && code !== "" ? code : message, { cause });
}

async function accepted(answer: Dispatcher.ResponseData): Promise<Dispatcher.ResponseData> {
  const { statusCode, headers } = answer;
  if (statusCode !== 200 && statusCode !== 304) throw await refusal(answer);
  if (statusCode === 200 && !/\bjson\b/.test(String(headers["content-type"]))) {
    discard(answer.body);
    throw new WireError("NOT_JSON", `content-type ${String(headers["content-type"]).slice(0, 100)}`);
  }
  return answer;
}

async function refusal(answer: Dispatcher.ResponseData): Promise<ApiError> {
  const retryAfter = answer.headers["retry-after"];
  const text = await read(answer, MAX_ERROR_BYTES).then(String, () => "");
  return readErrorAnswer(answer.statusCode, text, typeof retryAfter === "string" ? retryAfter : undefined);
}

/** The body as it was before the server packed it. It may break before anybody reads it: whoever then does is told. */
function decoded({ headers, body }: Dispatcher.ResponseData): Readable {
  body.on("error", () => {});
  if (headers["content-encoding"] !== "gzip") return body;
  const gunzip = createGunzip();
  gunzip.on("error", () => {});
  gunzip.on("close", () => body.destroy());
  body.on("error", (error) => gunzip.destroy(error));
  return body.pipe(gunzip);
}

async function read(answer: Dispatcher.ResponseData, limit: number): Promise<Buffer> {
  const body = decoded(answer);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw new WireError("ANSWER_TOO_LARGE");
      chunks.push(chunk);
    }
  } catch (error) {
    throw connectionError(error);
  }
  return Buffer.concat(chunks, size);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new WireError("NOT_JSON", "", { cause });
  }
}

function timeout(): WireError {
  return new WireError("TIMEOUT");
}

/** Ends what nobody will read; that it then is an error to the body is no news. */
function discard(body: Readable): void {
  body.on("error", () => {});
  body.destroy();
}

async function* chunksOf(body: Readable, signal: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* body as AsyncIterable<Buffer>;
  } catch (error) {
    throw signal.aborted ? signal.reason : connectionError(error);
  }
}

/** Rejects when the time for the beginning is over; what begins later is closed. */
function lateness(opening: AbortSignal, answer: Promise<Readable>): Promise<never> {
  return new Promise((_, reject) => {
    opening.addEventListener("abort", () => {
      answer.then(discard, () => {});
      reject(opening.reason);
    });
  });
}
