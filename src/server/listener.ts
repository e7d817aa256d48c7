import type { Socket } from "node:net";
import Fastify from "fastify";
import type { FastifyError, FastifyInstance } from "fastify";
import type { Logger } from "../lib/logger.ts";
import { answerRefusal } from "./answer-json.ts";
import type { Limits } from "./limits.ts";
import { isFromLoopback } from "./loopback.ts";
import { refuse } from "./refusal.ts";

/** Answers under way may end within this time when the server stops; streams of events do not end by themselves. */
const DRAIN_MS = 5000;

export interface ListenerOptions {
  readonly limits: Limits;
  readonly log: Logger;
  /** Serves https instead of http. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
}

/** One port, with what holds for every request to it: where it comes from, what it may cost, and that even a refusal is JSON. */
export class Listener implements AsyncDisposable {
  readonly app: FastifyInstance;
  readonly #scheme: string;
  /** Connections that have asked nothing yet: Node does not take them for idle, and would wait for them. */
  readonly #silent = new Map<string, Socket>();

  constructor({ limits, log, tls }: ListenerOptions) {
    // Node looks for late requests every 30 s otherwise.
    const connectionsCheckingInterval = Math.max(10, Math.min(limits.headersTime, limits.requestTime) / 4);
    this.app = Fastify({
      bodyLimit: limits.bodySize,
      requestTimeout: limits.requestTime,
      clientErrorHandler: refuseBytes,
      forceCloseConnections: "idle",
      ...(tls
        ? { https: { ...tls, handshakeTimeout: limits.headersTime, connectionsCheckingInterval } }
        : { http: { connectionsCheckingInterval } }),
    });
    this.app.server.headersTimeout = limits.headersTime;
    this.app.server.maxConnections = limits.connections;
    // Over TLS a connection is silent from its first byte on: who does not shake hands is held by nobody else.
    this.app.server.on("connection", (socket: Socket) => {
      const peer = peerOf(socket);
      this.#silent.set(peer, socket);
      socket.once("close", () => this.#silent.delete(peer));
    });
    this.app.server.prependListener("request", ({ socket }) => this.#silent.delete(peerOf(socket)));
    this.#scheme = tls ? "https" : "http";
    guard(this.app, log);
  }

  /** Gives the URL that it is reached at. Rejects with Node's EADDRINUSE when the port is taken. */
  async listen({ host, port }: { readonly host: string; readonly port: number }): Promise<string> {
    await this.app.listen({ host, port });
    const address = this.app.server.address();
    const actual = typeof address === "object" && address !== null ? address.port : port;
    return `${this.#scheme}://${host.includes(":") ? `[${host}]` : host}:${actual}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const cut = setTimeout(() => this.app.server.closeAllConnections(), DRAIN_MS);
    try {
      const closed = this.app.close();
      for (const socket of this.#silent.values()) socket.destroy();
      await closed;
    } finally {
      clearTimeout(cut);
    }
  }
}

/** Who is at the other end: a connection and what TLS makes of it are two sockets with one peer. */
function peerOf({ remoteAddress = "", remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

function guard(app: FastifyInstance, log: Logger): void {
  app.addHook("onRequest", async (request, reply) => {
    if (!isFromLoopback(request.headers))
      return answerRefusal(
        reply,
        refuse(403, "FORBIDDEN", "only localhost, 127.x.x.x and [::1] are served in the loopback mode"),
      );
    if ((request.headers["content-encoding"] ?? "identity") !== "identity")
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
