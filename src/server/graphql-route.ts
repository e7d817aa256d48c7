import type { IncomingHttpHeaders } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { answerRefusal } from "./answer-json.ts";
import type { GraphQLOverHttp } from "./apollo.ts";
import type { Gateway } from "./gateway.ts";
import type { RawRequest } from "./prepare-operation.ts";
import { refuse } from "./refusal.ts";
import { answerByEvents } from "./sse.ts";

/** Answers GET and POST of /graphql: as JSON, or as events for whoever accepts them, until `stop`. */
export async function answerGraphQL(
  { gateway, http, stop }: { readonly gateway: Gateway; readonly http: GraphQLOverHttp; readonly stop: AbortSignal },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { method, body } = request;
  const wantsEvents = (request.headers.accept ?? "").includes("text/event-stream");
  if (wantsEvents && request.headers["x-graphql-event-stream-token"] !== undefined)
    return answerRefusal(reply, refuse(404, "BAD_REQUEST", "streams are not reserved here: ask without a token"));
  if (method !== "POST" && !wantsEvents && isForgeable(request.headers))
    return answerRefusal(
      reply,
      refuse(400, "CSRF_BLOCKED", `send a header that needs a preflight: ${PREFLIGHT_HEADERS.join(" or ")}`),
    );
  const raw = method !== "POST" ? readQuery(request.query as Record<string, unknown>) : readBody(body);
  if ("status" in raw) return answerRefusal(reply, raw);
  const prepared = gateway.preparer.prepare(raw);
  if ("errors" in prepared) return answerRefusal(reply, prepared);
  const { operation } = prepared.operation;
  if (method !== "POST" && operation === "mutation")
    return answerRefusal(reply.header("allow", "POST"), refuse(405, "BAD_REQUEST", "mutations are sent by POST"));
  if (operation === "subscription" && !wantsEvents)
    return answerRefusal(
      reply,
      refuse(400, "SUBSCRIPTION_TRANSPORT_REQUIRED", "subscriptions need a WebSocket, or Accept: text/event-stream"),
    );

  const abort = new AbortController();
  reply.raw.once("close", () => abort.abort());
  const asker = { headers: request.headers, signal: abort.signal };
  if (wantsEvents) {
    reply.hijack();
    await answerByEvents(gateway, prepared, { ...asker, signal: AbortSignal.any([abort.signal, stop]) }, reply.raw);
    return reply;
  }
  const search = request.url.includes("?") ? request.url.slice(request.url.indexOf("?")) : "";
  const answer = await http.execute({ method, headers: request.headers, search, body }, gateway.contextFor(asker), prepared);
  for (const [name, value] of answer.headers) void reply.header(name, value);
  void reply.code(answer.status ?? 200);
  if (answer.body.kind !== "complete") throw new Error("answers in parts are not offered");
  if (answer.body.string.length > gateway.limits.responseSize)
    return answerRefusal(reply, refuse(400, "RESPONSE_TOO_LARGE", "the answer is too large: ask for less"));
  return reply.send(answer.body.string);
}

/** Headers that no page can send elsewhere without asking first. */
const PREFLIGHT_HEADERS = ["x-apollo-operation-name", "apollo-require-preflight"];

/** Whether a page of somebody else could have made a browser send this. A type of content that is sent along is Apollo's to judge. */
function isForgeable(headers: IncomingHttpHeaders): boolean {
  return headers["content-type"] === undefined && PREFLIGHT_HEADERS.every((name) => (headers[name] ?? "") === "");
}

type Raw = RawRequest & { readonly extensions?: unknown };

function readBody(body: unknown): Raw | ReturnType<typeof refuse> {
  if (Array.isArray(body)) return refuse(400, "BATCHING_DISABLED", "one operation a request");
  if (typeof body !== "object" || body === null) return refuse(400, "BAD_REQUEST", "the body must be a JSON object");
  return body;
}

function readQuery({
  query,
  operationName,
  variables,
  extensions,
}: Record<string, unknown>): Raw | ReturnType<typeof refuse> {
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
