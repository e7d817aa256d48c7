import type { FastifyInstance } from "fastify";
import { Lifecycle } from "../lib/lifecycle.ts";
import { answerRefusal } from "./answer-json.ts";
import { ApolloPipeline } from "./apollo.ts";
import type { Gateway } from "./gateway.ts";
import { answerGraphQL } from "./graphql-route.ts";
import type { Serving } from "./graphql-route.ts";
import { Listener } from "./listener.ts";
import type { ListenerOptions } from "./listener.ts";
import { Operations } from "./operations.ts";
import type { OperationsOptions } from "./operations.ts";
import { refuseMethod } from "./refusal.ts";
import { WebSocketTransport } from "./websocket.ts";

interface Address {
  readonly host: string;
  readonly port: number;
}

export interface ServerOptions
  extends Address, Pick<ListenerOptions, "tls">, Pick<OperationsOptions, "readiness" | "metrics" | "version"> {
  readonly gateway: Gateway;
  /** A second listener, for operators alone. */
  readonly operations?: Address | undefined;
}

export interface GraphServer extends AsyncDisposable {
  readonly url: string;
  /** Where operators ask: the second listener, else the first. */
  readonly operationsUrl: string;
}

/** Serves the graph and what belongs to it. Rejects with Node's EADDRINUSE when a port is taken. */
export async function startServer(options: ServerOptions): Promise<GraphServer> {
  const { gateway, metrics, tls } = options;
  const { limits, log, schema } = gateway;
  const operations = new Operations({ ...options, schema });
  const opened = new Lifecycle();
  const stop = new AbortController();
  const dispose = async (): Promise<void> => {
    operations.stopping();
    stop.abort();
    await opened[Symbol.asyncDispose]();
  };
  const serveOperations = (address: Address): Promise<string> => {
    const listener = opened.use(new Listener({ limits, log }));
    operations.serveOn(listener.app);
    return listener.listen(address);
  };
  try {
    gateway.record(metrics);
    // Opened first, it ends last: that the graph stops can be seen while it drains.
    const operationsUrl = options.operations && (await serveOperations(options.operations));
    const apollo = opened.use(new ApolloPipeline(gateway));
    await apollo.start();
    const first = opened.use(new Listener({ limits, log, tls }));
    serveGraph(first.app, { gateway, apollo, stop: stop.signal });
    operations.serveOn(first.app);
    opened.use(new WebSocketTransport(first.app.server, gateway));
    const url = await first.listen(options);
    return { url, operationsUrl: operationsUrl ?? url, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    // What fails on the way back is less than why it went back.
    await dispose().catch((also: unknown) => log.error({ err: also }, "what was opened could not be ended"));
    throw error;
  }
}

function serveGraph(app: FastifyInstance, serving: Serving): void {
  app.route({
    method: ["GET", "POST"],
    url: "/graphql",
    handler: (request, reply) => answerGraphQL(serving, request, reply),
  });
  app.route({
    method: ["PUT", "DELETE", "PATCH", "OPTIONS"],
    url: "/graphql",
    handler: (_request, reply) => answerRefusal(reply, refuseMethod("GET, POST", "use GET or POST")),
  });
}
