import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { ExecutionArgs, ExecutionResult } from "graphql";
import { GraphQLError } from "graphql";
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer } from "graphql-ws";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import type { Gateway } from "./gateway.ts";
import { isFromLoopback } from "./loopback.ts";
import type { PreparedOperation } from "./prepare-operation.ts";
import { SLOW_READER_CLOSE } from "./slow-reader.ts";

/** How often a socket is asked whether it is still there: shorter than what proxies allow to be idle. */
const PING_MS = 12_000;

/** Going away: the code of RFC 6455 for a server that stops. */
const GOING_AWAY = 1001;

interface Extra {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  /** What each running operation is ended by. */
  readonly operations: Map<string, AbortController>;
}

/** What `onSubscribe` hands on to `execute` and `subscribe`. */
interface PreparedArgs extends ExecutionArgs {
  readonly prepared: PreparedOperation;
  readonly signal: AbortSignal;
  readonly extra: Extra;
}

/** The graph over WebSocket, by the graphql-transport-ws protocol. */
export class WebSocketTransport implements AsyncDisposable {
  readonly #gateway: Gateway;
  readonly #sockets: WebSocketServer;

  constructor(server: Server, gateway: Gateway) {
    this.#gateway = gateway;
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: gateway.limits.websocketMessageSize,
      handleProtocols: (protocols) =>
        protocols.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false,
    });
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Says goodbye to every socket; those that do not answer are cut. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets.clients) socket.close(GOING_AWAY, "the server stops");
    const cut = setTimeout(() => this.#sockets.clients.forEach((socket) => socket.terminate()), 2000);
    await new Promise((resolve) => this.#sockets.close(resolve));
    clearTimeout(cut);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const status = path !== "/graphql" ? "404 Not Found" : isFromLoopback(request.headers) ? null : "403 Forbidden";
    if (status === null)
      return this.#sockets.handleUpgrade(request, socket, head, (accepted) => this.#open(accepted, request));
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  }

  #open(socket: WebSocket, request: IncomingMessage): void {
    const extra: Extra = { request, socket, operations: new Map() };
    const { slowReaderTime } = this.#gateway.limits;
    let isAlive = true;
    const ping = setInterval(() => {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      if (socket.readyState === socket.OPEN) socket.ping();
    }, PING_MS);
    socket.on("pong", () => (isAlive = true));
    socket.on("error", () => socket.terminate());
    const closed = this.#protocol().opened(
      {
        protocol: socket.protocol,
        send: (data) => sendWithin(socket, data, slowReaderTime),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (listener) =>
          socket.on("message", (data) => {
            listener(String(data)).catch((error: unknown) => {
              this.#gateway.log.error({ err: error }, "a message of a socket failed inside");
              socket.close(4500, "Internal server error");
            });
          }),
      },
      extra,
    );
    socket.once("close", (code, reason) => {
      clearInterval(ping);
      for (const operation of extra.operations.values()) operation.abort();
      void closed(code, String(reason));
    });
  }

  #protocol() {
    const { limits, schema } = this.#gateway;
    return makeServer<Record<string, unknown>, Extra>({
      schema,
      connectionInitWaitTimeout: limits.websocketInitTime,
      onSubscribe: ({ extra }, id, payload) => this.#prepare(extra, id, payload),
      execute: (args) => this.#execute(args as unknown as PreparedArgs),
      subscribe: (args) => this.#subscribe(args as unknown as PreparedArgs),
      onComplete: ({ extra }, id) => {
        extra.operations.get(id)?.abort();
        extra.operations.delete(id);
      },
    });
  }

  #prepare(extra: Extra, id: string, payload: object): PreparedArgs | readonly GraphQLError[] {
    const prepared = this.#gateway.preparer.prepare(payload);
    if ("errors" in prepared) return prepared.errors.map(({ message, ...more }) => new GraphQLError(message, more));
    const controller = new AbortController();
    extra.operations.set(id, controller);
    const { schema } = this.#gateway;
    const { document, rawVariables: variableValues, operationName } = prepared;
    const args = { schema, document, variableValues, operationName: operationName ?? null };
    return { ...args, prepared, signal: controller.signal, extra };
  }

  async #execute({ prepared, signal, extra }: PreparedArgs): Promise<ExecutionResult> {
    const context = this.#gateway.contextFor({ headers: extra.request.headers, signal });
    return (await this.#gateway.execute(prepared, context)) as ExecutionResult;
  }

  async #subscribe({ prepared, signal, extra }: PreparedArgs) {
    const contextFor = () => this.#gateway.contextFor({ headers: extra.request.headers, signal });
    const results = await this.#gateway.hub.subscribe(prepared, contextFor, signal);
    return results as ExecutionResult | AsyncGenerator<ExecutionResult, void, undefined>;
  }
}

/** Resolves when the socket has taken the data; one that does not in time is closed. */
function sendWithin(socket: WebSocket, data: string, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.close(SLOW_READER_CLOSE, "not read for too long");
      socket.terminate();
    }, ms);
    socket.send(data, (error) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    });
  });
}
