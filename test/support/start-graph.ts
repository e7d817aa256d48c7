import "reflect-metadata";
import type { NonEmptyArray } from "type-graphql";
import { entityTypes, resolvers } from "../../resolvers/index.ts";
import type { Entity, EntityClass } from "../../schema/entity.ts";
import { ChangeRouter } from "../../src/access/change-router.ts";
import { everything } from "../../src/access/rights.ts";
import { KeyedSeals } from "../../src/access/seals.ts";
import { StoreFeed } from "../../src/access/store-feed.ts";
import { StoreView } from "../../src/access/store-view.ts";
import { MemoryLog } from "../../src/changelog/memory-log.ts";
import { limitsSection } from "../../src/config/limits.ts";
import type { Logger } from "../../src/lib/logger.ts";
import type { Fact } from "../../src/ports.ts";
import { Executor } from "../../src/server/executor.ts";
import { ErrorFormatter } from "../../src/server/format-error.ts";
import { Gateway } from "../../src/server/gateway.ts";
import { startServer } from "../../src/server/http.ts";
import type { ServerOptions } from "../../src/server/http.ts";
import { SubscriptionHub } from "../../src/server/hub.ts";
import type { Limits } from "../../src/server/limits.ts";
import { Metrics } from "../../src/server/metrics.ts";
import type { ReadinessCheck } from "../../src/server/operations.ts";
import { OperationPreparer } from "../../src/server/prepare-operation.ts";
import { createSchema } from "../../src/server/schema.ts";
import { Store } from "../../src/store/store.ts";

export interface GraphOptions {
  readonly entities?: readonly Entity[];
  readonly limits?: Partial<Limits>;
  /** Resolvers beside those of the graph. */
  readonly more?: readonly Function[];
  readonly readiness?: () => readonly ReadinessCheck[];
  /** After how long a quiet stream says PROGRESS, in milliseconds. */
  readonly quietMs?: number;
  /** Where it listens: a free port, and no second listener, unless said. */
  readonly listen?: Partial<Pick<ServerOptions, "port" | "tls" | "operations">>;
}

/** One line that was logged. */
export interface Logged {
  readonly level: "error" | "warn" | "info" | "debug";
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export const defaultLimits: Limits = limitsSection.parse({});

/** A logger that keeps what it is told. */
export function recordingLogger(): { readonly logged: readonly Logged[]; readonly logger: Logger } {
  const logged: Logged[] = [];
  const at = (level: Logged["level"]) => (fields: object, message: string) =>
    void logged.push({ level, fields: { ...fields }, message });
  const logger: Logger = {
    error: at("error"),
    warn: at("warn"),
    info: at("info"),
    debug: at("debug"),
    child: () => logger,
  };
  return { logged, logger };
}

/** The graph as it is served, over facts that the test appends instead of clusters. Disposed with its test. */
export async function startGraph(options: GraphOptions = {}) {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const { logged, logger } = recordingLogger();
  const log = new MemoryLog({ maxAgeMs: 600_000, maxBytes: 64e6 });
  const store = new Store();
  await log.follow(store);
  const owner = await log.own("test");
  let seq = 0;
  const append = (...facts: readonly Fact[]): Promise<void> => log.append(owner, { seq: (seq += 1), facts });
  /** A whole list of a type, which has nothing. */
  const listNothing = async (type: EntityClass): Promise<void> => {
    for (const mark of ["begin", "complete"] as const)
      await log.append(owner, { seq: (seq += 1), facts: [], list: { type, mark } });
  };
  const put = (...entities: readonly Entity[]): Promise<void> =>
    append(...entities.map((entity) => ({ op: "put", entity }) as const));
  if (options.entities !== undefined) await put(...options.entities);

  const seals = new KeyedSeals(Buffer.alloc(32, 7), everything.key);
  const feed = new StoreFeed({
    store,
    log,
    router: new ChangeRouter(store),
    seals,
    rights: everything,
    served: new Set(entityTypes.values()),
    now: () => new Date(),
    quietMs: options.quietMs ?? 15_000,
  });
  const viewer = { name: "loopback", groups: [], authentication: "loopback" };
  let contexts = 0;
  const schema = createSchema([...resolvers, ...(options.more ?? [])] as NonEmptyArray<Function>);
  const formatter = new ErrorFormatter(logger, limits.errorsReturned);
  const executor = new Executor(schema);
  const hub = new SubscriptionHub({ schema, executor, formatter, queueBytes: limits.subscriberQueue });
  const gateway = new Gateway({
    schema,
    limits,
    log: logger,
    preparer: new OperationPreparer(schema, limits),
    formatter,
    executor,
    hub,
    contextFor: ({ signal }) => {
      contexts += 1;
      const late = performance.now() + limits.executionTime;
      const isLate = (): boolean => signal.aborted || performance.now() > late;
      const view = new StoreView({
        store,
        rights: everything,
        now: new Date(),
        scanBudget: limits.scanObjects,
        isLate,
      });
      return { viewer, view, feed, seals, signal };
    },
  });
  const metrics = new Metrics("1.2.3-test");
  metrics.observe(() => ({ sources: [], watches: [], subscriptions: hub.figures }));
  const readiness = options.readiness ?? (() => []);
  const address = { host: "127.0.0.1", port: 0, ...options.listen };
  const server = await startServer({ ...address, gateway, readiness, metrics, version: "1.2.3-test" });
  return {
    url: server.url,
    operationsUrl: server.operationsUrl,
    hub,
    feed,
    gateway,
    logged,
    append,
    put,
    listNothing,
    /** How many contexts were made: one for each execution. */
    get executions(): number {
      return contexts;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

export type StartedGraph = Awaited<ReturnType<typeof startGraph>>;
