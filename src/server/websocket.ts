import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { ExecutionArgs, ExecutionResult } from "graphql";
import { GraphQLError } from "graphql";
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer } from "graphql-ws";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import type { ErrorCode } from "./error-catalogue.ts";
import type { Gateway } from "./gateway.ts";
import { isFromLoopback } from "./loopback.ts";
import type { PreparedOperation } from "./prepare-operation.ts";
import { withinSize } from "./response-size.ts";
import { SharedPayload } from "./shared-json.ts";
import { SLOW_READER_CLOSE, SlowReaderError } from "./slow-reader.ts";

/** How often a socket is asked whether it is still there: shorter than what proxies allow to be idle. */
const PING_MS = 12_000;

/** A close that is not answered by then is followed by a cut, in milliseconds. */
const GOODBYE_MS = 2000;

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
  readonly controller: AbortController;
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
    const cut = setTimeout(() => this.#sockets.clients.forEach((socket) => socket.terminate()), GOODBYE_MS);
    await new Promise((resolve) => this.#sockets.close(resolve));
    clearTimeout(cut);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Node no longer listens to this socket: one that is reset would end the process.
    socket.on("error", () => socket.destroy());
    const status = refusedStatus(request);
    if (status === null)
      return this.#sockets.handleUpgrade(request, socket, head, (accepted) => this.#open(accepted, request));
    // Whoever is refused does not keep the connection by not closing its side.
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
  }

  #open(socket: WebSocket, request: IncomingMessage): void {
    const extra: Extra = { request, socket, operations: new Map() };
    const { slowReaderTime } = this.#gateway.limits;
    const shared = new SharedPayload();
    let isAlive = true;
    let unread = 0;
    const ping = setInterval(() => {
      // A ping waits behind what is not read yet, and that has a time of its own.
      if (unread > 0) return;
      if (!isAlive) return socket.terminate();
      isAlive = false;
      if (socket.readyState === socket.OPEN) socket.ping();
    }, PING_MS);
    socket.on("pong", () => (isAlive = true));
    // ws closes the socket by itself, with the code that says why.
    socket.on("error", () => {});
    const closed = this.#protocol(shared).opened(
      {
        protocol: socket.protocol,
        send: async (data) => {
          unread += 1;
          await sendWithin(socket, shared.fill(data), slowReaderTime).finally(() => (unread -= 1));
        },
        close: (code, reason) => socket.close(code, reason),
        onMessage: (listener) =>
          socket.on("message", (data) => {
            const text = (data as Buffer).toString("utf8");
            endCompleted(text, extra.operations);
            listener(text).catch((error: unknown) => {
              if (socket.readyState !== socket.OPEN) return;
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

  #protocol(shared: SharedPayload) {
    const { limits, schema } = this.#gateway;
    return makeServer<Record<string, unknown>, Extra>({
      schema,
      connectionInitWaitTimeout: limits.websocketInitTime,
      onSubscribe: ({ extra }, id, payload) => this.#prepare(extra, id, payload),
      execute: (args) => this.#execute(args as unknown as PreparedArgs),
      subscribe: (args) => this.#subscribe(args as unknown as PreparedArgs),
      // What we give is formatted already.
      onNext: (_context, _id, _payload, _args, result) => shared.of(result),
      onError: (_context, _id, _payload, errors) =>
        errors.map((error) =>
          error.originalError === undefined ? error.toJSON() : this.#gateway.formatter.format(error),
        ),
      onComplete: ({ extra }, id) => {
        extra.operations.get(id)?.abort();
        extra.operations.delete(id);
      },
    });
  }

  #prepare(extra: Extra, id: string, payload: object): PreparedArgs | readonly GraphQLError[] {
    const prepared = this.#gateway.prepare(payload);
    if ("errors" in prepared) return prepared.errors.map(({ message, ...more }) => new GraphQLError(message, more));
    const { schema, limits } = this.#gateway;
    if (extra.operations.size >= limits.operationsPerSocket) return [tooManyOperations(limits.operationsPerSocket)];
    const controller = new AbortController();
    extra.operations.set(id, controller);
    const { document, rawVariables: variableValues, operationName } = prepared;
    const args = { schema, document, variableValues, operationName: operationName ?? null };
    return { ...args, prepared, controller, extra };
  }

  async #execute({ prepared, controller, extra }: PreparedArgs): Promise<ExecutionResult> {
    const context = this.#gateway.contextFor({ headers: extra.request.headers, signal: controller.signal });
    const result = await this.#gateway.answer(prepared, context, controller);
    return withinSize(result, this.#gateway.limits.responseSize) as ExecutionResult;
  }

  async #subscribe({ prepared, controller, extra }: PreparedArgs) {
    const contextFor = (signal: AbortSignal) => this.#gateway.contextFor({ headers: extra.request.headers, signal });
    const results = await this.#gateway.hub.subscribe(prepared, contextFor, controller.signal, "websocket");
    return (Symbol.asyncIterator in results ? endedBy(controller, results) : results) as
      | ExecutionResult
      | AsyncGenerator<ExecutionResult, void, undefined>;
  }
}

/** graphql-ws ends a stream that its client has completed, but not a query that is under way. */
function endCompleted(text: string, operations: ReadonlyMap<string, AbortController>): void {
  if (!text.includes('"complete"')) return;
  try {
    const { type, id } = JSON.parse(text) as { readonly type?: unknown; readonly id?: unknown };
    if (type === "complete" && typeof id === "string") operations.get(id)?.abort();
  } catch {
    // What is no message is graphql-ws's to refuse.
  }
}

function tooManyOperations(limit: number): GraphQLError {
  const extensions = { code: "TOO_MANY_OPERATIONS" satisfies ErrorCode, limit };
  return new GraphQLError(`there are ${limit} operations on this socket already`, { extensions });
}

/** Why an upgrade is refused; null when it is not. */
function refusedStatus({ url = "", headers }: IncomingMessage): string | null {
  if (url.split("?", 1)[0] !== "/graphql") return "404 Not Found";
  if (!isFromLoopback(headers)) return "403 Forbidden";
  const offered = headers["sec-websocket-protocol"]?.split(",").map((name) => name.trim());
  return offered === undefined || offered.includes(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? null : "400 Bad Request";
}

/** The same results, but ended at once by `return`: a generator alone ends only when the next result has come. */
function endedBy<T>(
  controller: AbortController,
  results: AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  const end = <R>(how: () => R): R => {
    controller.abort();
    return how();
  };
  return {
    next: () => results.next(),
    return: (value) => end(() => results.return(value)),
    throw: (error) => end(() => results.throw(error)),
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: () => end(async () => void (await results.return())),
  };
}

/** Resolves when the socket has taken the data; one that does not in time is closed. */
function sendWithin(socket: WebSocket, data: string, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.close(SLOW_READER_CLOSE, "not read for too long");
      setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
      reject(new SlowReaderError("nobody read the socket"));
    }, ms);
    socket.send(data, (error) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    });
  });
}
