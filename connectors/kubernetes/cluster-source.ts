import type { Entity } from "../../schema/entity.ts";
import type { Clock } from "../../src/lib/clock.ts";
import { systemClock } from "../../src/lib/clock.ts";
import type { Logger } from "../../src/lib/logger.ts";
import type { Sink, SourceId, Telemetry } from "../../src/ports.ts";
import { Backoff } from "./backoff.ts";
import { KubernetesClient } from "./client.ts";
import { ClusterStatus } from "./cluster-status.ts";
import type { ClusterReading } from "./cluster-reading.ts";
import type { ClusterConnection } from "./connection.ts";
import { Contact } from "./contact.ts";
import { Decoder } from "./decode.ts";
import { Discovery } from "./discovery.ts";
import { FailureLog } from "./failure-log.ts";
import { retryAfter } from "./fault.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { HeldKinds } from "./held-kinds.ts";
import type { Kind } from "./kind.ts";
import { KnownCluster } from "./known-cluster.ts";
import { LIST_TURN, PARALLEL_LISTS, PHASE_INTERVAL } from "./limits.ts";
import { Outages } from "./outages.ts";
import { Quota } from "./quota.ts";
import { Reflector } from "./reflector.ts";
import { Slice } from "./slice.ts";
import { Slots } from "./slots.ts";

/** The name of the source that a cluster's API server is. */
const SOURCE = "kubernetes";

export interface KubernetesSourceOptions {
  readonly kinds: readonly Kind[];
  readonly connection: ClusterConnection;
  readonly log: Logger;
  readonly telemetry: Telemetry;
  readonly clock?: Clock;
  /** How many bytes what is held of the cluster may take, by estimate; no limit, when absent. */
  readonly maxMemory?: number;
  /** Names this build: what another one decoded is listed again. */
  readonly build: string;
  /**
   * Another cluster, or an older state of it, answers under this name: the owner should begin a new term, by ending this run and starting
   * another. Until it does, everything is listed anew within this one.
   */
  readonly onIdentityChange?: () => void;
}

/** One cluster as a source: one watch for each kind that it serves, each for itself, over one client. */
export class ClusterSource {
  readonly id: SourceId;
  readonly cluster: string;
  readonly #options: KubernetesSourceOptions;

  constructor(options: KubernetesSourceOptions) {
    this.cluster = options.connection.name;
    this.id = `${this.cluster}/${SOURCE}`;
    this.#options = options;
  }

  /**
   * Reads the cluster into the sink, on from what the log holds of it, until the signal is aborted. It may be run again, not twice at
   * once. Rejects only when the sink does so at the start.
   */
  async run(sink: Sink, heldEntities: Iterable<Entity>, signal: AbortSignal): Promise<void> {
    const { connection, kinds, telemetry, build, onIdentityChange, clock = systemClock } = this.#options;
    const { maxMemory = Infinity } = this.#options;
    const { cluster } = this;
    const log = this.#options.log.child({ cluster });
    const held = new HeldKinds(heldEntities);
    const reflectors: Reflector[] = [];
    const status = new ClusterStatus({ cluster, source: SOURCE, sink, clock, held, reflectors });
    const watchList = { refused: false };
    const known = new KnownCluster({
      identity: held.identity,
      status,
      reflectors,
      watchList,
      log,
      onChange: () => onIdentityChange?.(),
    });

    await using client = new KubernetesClient(connection, clock, telemetry);
    const contact = new Contact(client, clock, signal, (identity) => known.learn(identity));
    const outages = new Outages();
    const discovery = new Discovery(client, kinds, clock, outages);
    const reading: ClusterReading = {
      cluster,
      source: SOURCE,
      client,
      discovery,
      contact,
      outages,
      sink,
      clock,
      log,
      telemetry,
      watchList,
      signal,
      decoder: new Decoder(cluster),
      quota: new Quota(maxMemory),
      lists: new Slots(PARALLEL_LISTS, LIST_TURN, clock),
      slice: new Slice(),
      wentBack: () => known.wentBack(),
      changed: () => status.evaluate(),
    };
    for (const kind of kinds) {
      const fingerprint = fingerprintOf(kind, build);
      reflectors.push(new Reflector(kind, fingerprint, reading, held.of(kind, fingerprint)));
    }
    status.evaluate();

    await this.#reach(contact, discovery, reflectors, clock, log, signal);
    if (!signal.aborted) log.info({ server: connection.server }, "the cluster answered");
    await Promise.all([
      ...reflectors.map((reflector) => reflector.run()),
      discovery.run(signal),
      status.run(PHASE_INTERVAL, log, signal),
    ]);
    status.stop();
  }

  /** Returns when the cluster has said who it is and what it serves, or the signal is aborted. */
  async #reach(
    contact: Contact,
    discovery: Discovery,
    reflectors: readonly Reflector[],
    clock: Clock,
    log: Logger,
    signal: AbortSignal,
  ): Promise<void> {
    const backoff = new Backoff(clock);
    const failures = new FailureLog({ log, clock, signal, failed: "the cluster did not answer" });
    while (!signal.aborted) {
      try {
        await contact.verify();
        return await discovery.refresh(signal);
      } catch (error) {
        if (signal.aborted) return;
        const wait = Math.max(backoff.next(), retryAfter(error));
        failures.failed(error, wait);
        for (const reflector of reflectors) reflector.fail(error, wait);
        await clock.sleep(wait, signal);
      }
    }
  }
}
