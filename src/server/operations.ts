import type { FastifyInstance } from "fastify";
import { printSchema } from "graphql";
import type { GraphQLSchema } from "graphql";
import type { Metrics } from "./metrics.ts";

/** One condition of being ready. */
export interface ReadinessCheck {
  readonly name: string;
  readonly ok: boolean;
  /** What there is to say of it; nothing when all is well. */
  readonly detail: string;
}

export interface OperationsOptions {
  readonly schema: GraphQLSchema;
  readonly readiness: () => readonly ReadinessCheck[];
  readonly metrics: Metrics;
  readonly version: string;
}

/** What operators ask: whether it lives, whether it is ready, its numbers, its version. */
export class Operations {
  readonly #options: OperationsOptions;
  #isStopping = false;

  constructor(options: OperationsOptions) {
    this.#options = options;
  }

  /** From now on it is not ready: whoever sends it requests should look elsewhere. */
  stopping(): void {
    this.#isStopping = true;
  }

  serveOn(app: FastifyInstance): void {
    const { schema, metrics, version } = this.#options;
    const sdl = printSchema(schema);
    app.get("/livez", (_request, reply) => reply.type("text/plain").send("ok\n"));
    app.get("/readyz", (request, reply) => {
      const { isReady, text } = this.#readiness(Object.hasOwn(request.query as object, "verbose"));
      return reply
        .code(isReady ? 200 : 503)
        .type("text/plain")
        .send(text);
    });
    app.get("/metrics", async (_request, reply) =>
      reply.type("text/plain; version=0.0.4; charset=utf-8").send(await metrics.text()),
    );
    app.get("/schema.graphql", (_request, reply) => reply.type("text/plain; charset=utf-8").send(sdl));
    app.get("/version", (_request, reply) => reply.send({ version }));
  }

  #readiness(isVerbose: boolean): { readonly isReady: boolean; readonly text: string } {
    const detail = this.#isStopping ? "the server stops" : "";
    const checks = [...this.#options.readiness(), { name: "serving", ok: !this.#isStopping, detail }];
    const isReady = checks.every(({ ok }) => ok);
    if (!isVerbose) return { isReady, text: isReady ? "ok\n" : "not ready\n" };
    const lines = checks.map((check) => `[${check.ok ? "+" : "-"}] ${check.name} ${check.detail || "ok"}\n`);
    return { isReady, text: `${lines.join("")}${isReady ? "ready" : "not ready"}\n` };
  }
}
