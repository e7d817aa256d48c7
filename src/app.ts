import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { eksKinds } from "../connectors/eks/index.ts";
import { gatewayApiKinds } from "../connectors/gateway-api/index.ts";
import { istioKinds } from "../connectors/istio/index.ts";
import { karpenterKinds } from "../connectors/karpenter/index.ts";
import { ClusterSource } from "../connectors/kubernetes/cluster-source.ts";
import type { ClusterConnection } from "../connectors/kubernetes/connection.ts";
import type { Kind } from "../connectors/kubernetes/kind.ts";
import { kubernetesKinds } from "../connectors/kubernetes/kinds/index.ts";
import type { InventoryProblem } from "../connectors/kubernetes/inventory-config.ts";
import { watchInventory } from "../connectors/kubernetes/watch-inventory.ts";
import { entityTypes, resolvers } from "../resolvers/index.ts";
import { ChangeRouter } from "./access/change-router.ts";
import { everything } from "./access/rights.ts";
import { KeyedSeals } from "./access/seals.ts";
import { StoreFeed } from "./access/store-feed.ts";
import { StoreView } from "./access/store-view.ts";
import { MemoryLog } from "./changelog/memory-log.ts";
import type { Config } from "./config.ts";
import { ConfigError } from "./config.ts";
import type { Context } from "./context.ts";
import { figuresOf } from "./fleet/figures.ts";
import { Fleet } from "./fleet/fleet.ts";
import type { WantedSource } from "./fleet/fleet.ts";
import { MeshDeriver } from "./fleet/mesh-deriver.ts";
import { readinessOf } from "./fleet/readiness.ts";
import { Lifecycle } from "./lib/lifecycle.ts";
import type { Logger } from "./lib/logger.ts";
import { version } from "./lib/version.ts";
import { Executor } from "./server/executor.ts";
import { ErrorFormatter } from "./server/format-error.ts";
import { Gateway } from "./server/gateway.ts";
import { startServer } from "./server/http.ts";
import { SubscriptionHub } from "./server/hub.ts";
import { Metrics } from "./server/metrics.ts";
import { OperationPreparer } from "./server/prepare-operation.ts";
import { createSchema } from "./server/schema.ts";
import { Store } from "./store/store.ts";

/** Every kind that is read from a cluster. */
export const kinds: readonly Kind[] = [
  ...kubernetesKinds,
  ...istioKinds,
  ...gatewayApiKinds,
  ...karpenterKinds,
  ...eksKinds,
];

/** A stream that says nothing for this long says PROGRESS, in milliseconds: far shorter than any retention. */
const QUIET_MS = 15_000;

/** A gateway that serves, until it is disposed. */
export interface App extends AsyncDisposable {
  readonly url: string;
  /** Where /metrics and /readyz?verbose are: the second listener when there is one. */
  readonly operationsUrl: string;
}

export interface AppOptions {
  readonly log: Logger;
  /** Ends the start early: what is there by then is resolved to, and must be disposed. */
  readonly signal?: AbortSignal | undefined;
}

/** Puts the rooms together. Resolves when the gateway is ready to be asked. Rejects with ConfigError when there is no cluster because of what is wrong. */
export async function startApp(config: Config, { log: logger, signal: early }: AppOptions): Promise<App> {
  const { limits, server, changelog } = config;
  const startedAt = performance.now();
  const build = version();
  const stop = new AbortController();
  const metrics = new Metrics(build);
  const retention = { maxAgeMs: changelog.retention, maxBytes: changelog.maxBytes };
  const log = new MemoryLog(retention, undefined, (err) => logger.error({ err }, "a reader of the log failed"));
  const store = new Store();
  await log.follow(store);
  const router = new ChangeRouter(store);
  const key = server.cursorKeyFile === undefined ? randomBytes(32) : await readFile(server.cursorKeyFile);
  const seals = new KeyedSeals(key, everything.key);
  const served = new Set(entityTypes.values());
  const feed = new StoreFeed({
    store,
    log,
    router,
    seals,
    rights: everything,
    served,
    now: () => new Date(),
    quietMs: QUIET_MS,
  });
  const viewer = Object.freeze({ name: "loopback", groups: Object.freeze([]), authentication: "loopback" });
  const contextFor = ({ signal }: { readonly signal: AbortSignal }): Context => {
    const late = performance.now() + limits.executionTime;
    const isLate = (): boolean => signal.aborted || performance.now() > late;
    const view = new StoreView({ store, rights: everything, now: new Date(), scanBudget: limits.scanObjects, isLate });
    return { viewer, view, feed, seals, signal };
  };
  const schema = createSchema(resolvers);
  const formatter = new ErrorFormatter(logger, limits.errorsReturned);
  const executor = new Executor(schema);
  const hub = new SubscriptionHub({ schema, executor, formatter, queueBytes: limits.subscriberQueue });
  const preparer = new OperationPreparer(schema, limits);
  const gateway = new Gateway({ schema, limits, log: logger, preparer, formatter, executor, hub, contextFor });
  metrics.observe(() => ({ ...figuresOf(store, Date.now()), subscriptions: hub.figures }));

  const opened = new Lifecycle();
  const fleet = opened.use(new Fleet({ log, logger, removalGraceMs: config.kubernetes.removalGrace }));
  const meshes: WantedSource = {
    id: "meshes",
    fingerprint: "",
    create: () => new MeshDeriver(store, config.meshes ?? []),
  };
  let wanted: readonly string[] = [];
  const refused: InventoryProblem[] = [];
  let isStarted = false;
  const clusterOf = (connection: ClusterConnection): WantedSource => ({
    id: `${connection.name}/kubernetes`,
    fingerprint: connection.fingerprint,
    create: (onIdentityChange) =>
      new ClusterSource({
        kinds,
        connection,
        log: logger,
        telemetry: metrics,
        build,
        onIdentityChange,
        maxMemory: limits.clusterMemory,
      }),
  });
  const readiness = () => readinessOf(store, wanted, performance.now() - startedAt);
  const dispose = async (): Promise<void> => {
    stop.abort();
    await opened[Symbol.asyncDispose]();
  };
  try {
    await watchInventory(
      config.kubernetes,
      {
        onChange: (connections) => {
          wanted = connections.map(({ name }) => name);
          fleet.set([meshes, ...connections.map(clusterOf)]).catch((error: unknown) => {
            logger.error({ err: error }, "the clusters could not be changed");
          });
        },
        onRefused: (problem) => {
          if (!isStarted) refused.push(problem);
          logger.error({ ...problem }, "a part of the configuration was refused");
        },
        onWarning: (warning) => logger.warn({ ...warning }, "a part of the configuration gives no cluster"),
        configReload: (succeeded) => metrics.configReload(succeeded),
      },
      stop.signal,
    );
    if (wanted.length === 0 && refused.length > 0) throw noCluster(refused);
    isStarted = true;
    const tls = server.tls && {
      cert: await readFile(server.tls.certFile, "utf8"),
      key: await readFile(server.tls.keyFile, "utf8"),
    };
    const { host, port, operations } = server;
    const options = { gateway, host, port, tls, operations, readiness, metrics, version: build };
    const { url, operationsUrl } = opened.use(await startServer(options));
    await untilReady(readiness, early ? AbortSignal.any([stop.signal, early]) : stop.signal);
    return { url, operationsUrl, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    // What fails on the way back is less than why it went back.
    await dispose().catch((also: unknown) => logger.error({ err: also }, "what was opened could not be ended"));
    throw error;
  }
}

/** An answer of no cluster at all would look complete: so nothing is served. */
function noCluster(problems: readonly InventoryProblem[]): ConfigError {
  return new ConfigError(
    "the configuration",
    problems.map(({ place, message }) => ({ path: [], at: place, message })),
  );
}

/** Resolves when every condition of being ready holds. */
async function untilReady(readiness: () => readonly { readonly ok: boolean }[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !readiness().every(({ ok }) => ok)) await new Promise((resolve) => setTimeout(resolve, 20));
}
