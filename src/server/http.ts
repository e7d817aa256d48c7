import type { Socket } from "node:net";
import Fastify from "fastify";
import type { FastifyError, FastifyInstance } from "fastify";
import { printSchema } from "graphql";
import { answerRefusal } from "./answer-json.ts";
import { ApolloPipeline } from "./apollo.ts";
import type { Gateway } from "./gateway.ts";
import { answerGraphQL } from "./graphql-route.ts";
import { isFromLoopback } from "./loopback.ts";
import type { Metrics } from "./metrics.ts";
import { refuse, refuseMethod } from "./refusal.ts";
import { WebSocketTransport } from "./websocket.ts";

/** One condition of being ready. */
export interface ReadinessCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface ServerOptions {
  readonly gateway: Gateway;
  readonly host: string;
  readonly port: number;
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  readonly readiness: () => readonly ReadinessCheck[];
  readonly metrics: Metrics;
  readonly version: string;
}

export interface GraphServer extends AsyncDisposable {
  readonly url: string;
}

/** Serves the graph and what belongs to it on one port. Rejects with Node's EADDRINUSE when the port is taken. */
export async function startServer(options: ServerOptions): Promise<GraphServer> {
  const { gateway, host, port, tls } = options;
  const { limits, log } = gateway;
  // Node looks for late requests every 30 s otherwise.
  const connectionsCheckingInterval = Math.max(10, Math.min(limits.headersTime, limits.requestTime) / 4);
  const app = Fastify({
    bodyLimit: limits.bodySize,
    requestTimeout: limits.requestTime,
    clientErrorHandler: refuseBytes,
    forceCloseConnections: "idle",
    ...(tls
      ? { https: { cert: tls.cert, key: tls.key, connectionsCheckingInterval } }
      : { http: { connectionsCheckingInterval } }),
  }) as unknown as FastifyInstance;
  app.server.headersTimeout = limits.headersTime;
  app.server.maxConnections = limits.connections;
  gateway.record(options.metrics);
  const apollo = new ApolloPipeline(gateway);
  await apollo.start();
  const state = { isStopping: false };
  const stop = new AbortController();
  guard(app, log);
  app.route({
    method: ["GET", "POST"],
    url: "/graphql",
    handler: (request, reply) => answerGraphQL({ gateway, apollo, stop: stop.signal }, request, reply),
  });
  app.route({
    method: ["PUT", "DELETE", "PATCH", "OPTIONS"],
    url: "/graphql",
    handler: (_request, reply) => answerRefusal(reply, refuseMethod("GET, POST", "use GET or POST")),
  });
  operations(app, options, state);
  const sockets = new WebSocketTransport(app.server, gateway);
  await app.listen({ host, port });
  const address = app.server.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${actual}`,
    [Symbol.asyncDispose]: async () => {
      state.isStopping = true;
      stop.abort();
      await sockets[Symbol.asyncDispose]();
      const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
      await app.close();
      clearTimeout(cut);
      await apollo[Symbol.asyncDispose]();
    },
  };
}

/** Answers under way may end within this time when the server stops; streams of events do not end by themselves. */
const DRAIN_MS = 5000;

/** What holds for every request: where it comes from, what it may bring, and that even a refusal is JSON. */
function guard(app: FastifyInstance, log: Gateway["log"]): void {
  app.addHook("onRequest", async (request, reply) => {
    if (!isFromLoopback(request.headers))
      return answerRefusal(reply, refuse(403, "FORBIDDEN", "only names of this machine are served in loopback mode"));
    if (request.headers["content-encoding"] !== undefined)
      return answerRefusal(reply, refuse(415, "UNSUPPORTED_MEDIA_TYPE", "request bodies are not inflated"));
    return undefined;
  });
  app.removeContentTypeParser("text/plain");
  app.setNotFoundHandler((_request, reply) =>
    answerRefusal(reply, refuse(404, "NOT_FOUND", "there is nothing at this path")),
  );
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { statusCode = 500, message } = error;
    if (statusCode === 413) return answerRefusal(reply, refuse(413, "PAYLOAD_TOO_LARGE", "the body is too large"));
    if (statusCode === 415) return answerRefusal(reply, refuse(415, "UNSUPPORTED_MEDIA_TYPE", "send application/json"));
    if (statusCode < 500) return answerRefusal(reply, refuse(statusCode, "BAD_REQUEST", message));
    log.error({ err: error }, "a request failed inside");
    return answerRefusal(reply, refuse(500, "INTERNAL_SERVER_ERROR", "Internal server error"));
  });
}

/** What is no HTTP request, or none in time: there is no request to reply to, only a socket. */
function refuseBytes(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  const [line, { errors }] =
    error.code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? (["408 Request Timeout", refuse(408, "REQUEST_TIMEOUT", "the request took too long")] as const)
      : error.code === "HPE_HEADER_OVERFLOW"
        ? ([
            "431 Request Header Fields Too Large",
            refuse(431, "HEADERS_TOO_LARGE", "the headers are too large"),
          ] as const)
        : (["400 Bad Request", refuse(400, "BAD_REQUEST", "this is no HTTP request")] as const);
  const body = JSON.stringify({ errors });
  const head = `HTTP/1.1 ${line}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${body.length}`;
  socket.end(`${head}\r\nConnection: close\r\n\r\n${body}`, () => socket.destroy());
}

/** What operators ask. */
function operations(
  app: FastifyInstance,
  { gateway, readiness, metrics, version }: ServerOptions,
  state: { isStopping: boolean },
): void {
  const sdl = printSchema(gateway.schema);
  app.get("/livez", (_request, reply) => reply.type("text/plain").send("ok\n"));
  app.get("/readyz", (request, reply) => {
    const checks = [
      ...readiness(),
      { name: "serving", ok: !state.isStopping, detail: state.isStopping ? "the server stops" : "" },
    ];
    const isReady = checks.every(({ ok }) => ok);
    const isVerbose = Object.hasOwn(request.query as object, "verbose");
    const lines = checks.map(({ name, ok, detail }) => `[${ok ? "+" : "-"}] ${name} ${ok ? "ok" : detail}`);
    const body = isVerbose ? [...lines, isReady ? "ready" : "not ready"].join("\n") : isReady ? "ok" : "not ready";
    return reply
      .code(isReady ? 200 : 503)
      .type("text/plain")
      .send(`${body}\n`);
  });
  app.get("/metrics", async (_request, reply) =>
    reply.type("text/plain; version=0.0.4; charset=utf-8").send(await metrics.text()),
  );
  app.get("/schema.graphql", (_request, reply) => reply.type("text/plain; charset=utf-8").send(sdl));
  app.get("/version", (_request, reply) => reply.send({ version }));
}
