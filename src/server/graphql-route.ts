import type { IncomingHttpHeaders } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { FormattedExecutionResult } from "graphql";
import { answerRefusal } from "./answer-json.ts";
import type { ApolloPipeline } from "./apollo.ts";
import type { Gateway } from "./gateway.ts";
import type { ErrorCode } from "./error-catalogue.ts";
import { accepted } from "./media-type.ts";
import type { RawRequest } from "./prepare-operation.ts";
import type { Refusal } from "./refusal.ts";
import { refuse } from "./refusal.ts";
import { tooLarge } from "./response-size.ts";
import { answerByEvents, refuseByEvents } from "./sse.ts";

/** What every request is answered with, until `stop`. */
export interface Serving {
  readonly gateway: Gateway;
  readonly apollo: ApolloPipeline;
  readonly stop: AbortSignal;
}

/** Answers GET and POST of /graphql: as JSON, or as events for whoever accepts them. */
export async function answerGraphQL(serving: Serving, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { gateway, apollo, stop } = serving;
  const { headers } = request;
  const { json, events } = accepted(headers.accept);
  const raw = readRequest(request);
  if ("status" in raw) return answerRefusal(reply, raw);
  const prepared = gateway.prepare(raw, request.method !== "POST");
  if ("errors" in prepared) {
    if (json !== null || !events || !isOfOperation(prepared)) return answerRefusal(reply, prepared);
    reply.hijack();
    refuseByEvents(prepared, reply.raw);
    return reply;
  }
  const { operation } = prepared.operation;

  const abort = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) abort.abort();
  });
  if (events && (operation === "subscription" || json === null)) {
    reply.hijack();
    await answerByEvents(gateway, prepared, { headers, signal: AbortSignal.any([abort.signal, stop]) }, reply.raw);
    return reply;
  }
  if (operation === "subscription") return answerRefusal(reply, needsStream);
  if (json === null) return answerRefusal(reply, notAcceptable);
  const context = gateway.contextFor({ headers, signal: abort.signal });
  return answerJson(reply, json, await apollo.answer({ prepared, context, abort }), gateway.limits.responseSize);
}

/** A stream of events says itself what is wrong with an operation that could be read: a browser shows its page no other body. */
function isOfOperation({ errors }: Refusal): boolean {
  return errors.every(({ extensions }) => !UNREADABLE.has(extensions?.["code"]));
}

/** Why a request has no operation to speak of. */
const UNREADABLE: ReadonlySet<unknown> = new Set([
  "BAD_REQUEST",
  "BATCHING_DISABLED",
  "DOCUMENT_TOO_LARGE",
  "GRAPHQL_PARSE_FAILED",
] satisfies ErrorCode[]);

const needsStream = refuse(
  400,
  "SUBSCRIPTION_TRANSPORT_REQUIRED",
  "subscriptions need a WebSocket, or Accept: text/event-stream",
);

const notAcceptable = refuse(406, "BAD_REQUEST", "answers are application/json or application/graphql-response+json");

function answerJson(
  reply: FastifyReply,
  type: string,
  result: FormattedExecutionResult,
  maxSize: number,
): FastifyReply {
  const text = JSON.stringify(result);
  const size = Buffer.byteLength(text);
  if (size > maxSize) return answerRefusal(reply, tooLarge);
  const isLate = result.data === undefined && result.errors?.[0]?.extensions?.["code"] === "TIMEOUT";
  // What is ASCII is copied as it stands, which takes a tenth of the time of encoding it.
  return reply
    .code(isLate ? 504 : 200)
    .header("content-type", type)
    .send(Buffer.from(text, size === text.length ? "latin1" : "utf8"));
}

/** What a request asks, or why it cannot be a question. */
function readRequest({ method, headers, body, query }: FastifyRequest): RawRequest | Refusal {
  const wantsReserved = headers["x-graphql-event-stream-token"] !== undefined;
  if (wantsReserved) return refuse(404, "BAD_REQUEST", "streams are not reserved here: ask without a token");
  if (method === "POST") return readBody(body);
  const type = headers["content-type"];
  if (type !== undefined && !/^application\/json\s*(?:;|$)/i.test(type))
    return refuse(415, "BAD_REQUEST", "a GET has no Content-Type but application/json");
  if (isForgeable(headers))
    return refuse(400, "CSRF_BLOCKED", `send a header that needs a preflight: ${PREFLIGHT_HEADERS.join(" or ")}`);
  return readQuery(query as Record<string, unknown>);
}

/** Headers that no page can send elsewhere without asking first. */
const PREFLIGHT_HEADERS = ["x-apollo-operation-name", "apollo-require-preflight"];

/** Whether a page of somebody else could have made a browser send this GET. */
function isForgeable(headers: IncomingHttpHeaders): boolean {
  return headers["content-type"] === undefined && PREFLIGHT_HEADERS.every((name) => (headers[name] ?? "") === "");
}

function readBody(body: unknown): RawRequest | Refusal {
  if (Array.isArray(body)) return refuse(400, "BATCHING_DISABLED", "one operation a request");
  if (typeof body !== "object" || body === null) return refuse(400, "BAD_REQUEST", "the body must be a JSON object");
  return body;
}

function readQuery({ query, operationName, variables, extensions }: Record<string, unknown>): RawRequest | Refusal {
  try {
    return {
      query,
      operationName: operationName === "" ? undefined : operationName,
      variables: typeof variables === "string" && variables !== "" ? (JSON.parse(variables) as unknown) : undefined,
      extensions: typeof extensions === "string" ? (JSON.parse(extensions) as unknown) : undefined,
    };
  } catch {
    return refuse(400, "BAD_REQUEST", "`variables` and `extensions` must be JSON");
  }
}
