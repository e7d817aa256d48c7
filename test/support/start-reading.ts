import { ClusterSource } from "../../connectors/kubernetes/cluster-source.ts";
import type { KubernetesSourceOptions } from "../../connectors/kubernetes/cluster-source.ts";
import type { ClusterConnection } from "../../connectors/kubernetes/connection.ts";
import { kind } from "../../connectors/kubernetes/kind.ts";
import { requiredString } from "../../connectors/kubernetes/json.ts";
import type { Entity } from "../../schema/entity.ts";
import { KubernetesObject } from "../../schema/kubernetes-object.ts";
import { Source } from "../../schema/source.ts";
import { Watch } from "../../schema/watch.ts";
import type { WatchPhase } from "../../schema/watch.ts";
import { silent } from "../../src/lib/logger.ts";
import type { Telemetry } from "../../src/ports.ts";
import { eventually } from "./eventually.ts";
import type { FakeKube, FakeObject, FakeResource } from "./fake-kube.ts";
import { RecordingSink } from "./recording-sink.ts";
import { TestClock } from "./test-clock.ts";

/** A resource of our own, so that a test shows all that matters. */
export class Thing extends KubernetesObject {
  readonly value: string = "";
}

export const thing = kind({
  type: Thing,
  group: "test.dev",
  versions: ["v1", "v1beta1"],
  plural: "things",
  read: (object) => ({ value: requiredString(object, "value") }),
});

export const things: FakeResource = { group: "test.dev", version: "v1", plural: "things", kind: "Thing" };

export function aThing(name: string, value = "one", metadata: object = {}): FakeObject {
  return { metadata: { namespace: "shop", name, ...metadata }, value };
}

/** Puts things called `thing-0` and on. */
export function putThings(fake: FakeKube, count: number): void {
  for (let number = 0; number < count; number += 1) fake.put("things", aThing(`thing-${number}`));
}

export const quietTelemetry: Telemetry = {
  watchEvents: () => {},
  watchRestart: () => {},
  upstreamRequest: () => {},
  configReload: () => {},
};

export function connectionTo(server: string, more: Partial<ClusterConnection> = {}): ClusterConnection {
  return {
    name: "eu-1",
    server,
    insecureSkipVerify: false,
    authorization: async () => ({ authorization: "Bearer token" }),
    origin: "test",
    fingerprint: server,
    ...more,
  };
}

/** A cluster source that reads a fake API server into a sink, by a clock that the test moves. */
export class Reading implements AsyncDisposable {
  readonly clock: TestClock;
  readonly sink: RecordingSink;
  readonly #abort = new AbortController();
  readonly #run: Promise<void>;

  constructor(server: string, options: Partial<KubernetesSourceOptions> = {}, held: Iterable<Entity> = []) {
    this.clock = options.clock instanceof TestClock ? options.clock : new TestClock();
    this.sink = new RecordingSink();
    for (const entity of held) this.sink.entities.set(entity.id, entity);
    const source = new ClusterSource({
      kinds: [thing],
      connection: connectionTo(server),
      log: silent,
      telemetry: quietTelemetry,
      build: "test",
      clock: this.clock,
      ...options,
    });
    this.#run = source.run(this.sink, [...this.sink.entities.values()], this.#abort.signal);
  }

  get watch(): Watch {
    return this.watchOf("things.test.dev");
  }

  watchOf(resource: string): Watch {
    const watch = this.sink.of(Watch).find((candidate) => candidate.resource === resource);
    if (watch === undefined) throw new Error(`no watch of ${resource}`);
    return watch;
  }

  get source(): Source {
    const [source] = this.sink.of(Source);
    if (source === undefined) throw new Error("no source");
    return source;
  }

  /** Name and value of what is held, in order. */
  get values(): string[] {
    return this.sink
      .of(Thing)
      .map(({ name, value }) => `${name}=${value}`)
      .toSorted();
  }

  /** Waits until it is so; without a word of time, because it is soon. */
  async until(condition: () => boolean): Promise<void> {
    const check = (): void => {
      if (!condition())
        throw new Error(`not so: ${condition.toString()}; the watch is ${JSON.stringify(this.sink.of(Watch))}`);
    };
    await eventually("the condition", check, { withinMs: 3000, everyMs: 1 });
  }

  phase(phase: WatchPhase): Promise<void> {
    return this.until(() => this.watch.phase === phase);
  }

  /** Waits until the watch says this failure, and gives how long it will wait. */
  async failure(code: string): Promise<number> {
    await this.until(() => this.watch.error?.code === code);
    return this.retryIn();
  }

  retryIn(): number {
    return (this.watch.error?.retryAt?.getTime() ?? this.clock.now()) - this.clock.now();
  }

  /** Lets the time of the back-off pass. */
  async retry(): Promise<void> {
    await this.clock.advance(Math.max(this.retryIn(), 0));
  }

  /** Passes each back-off as it comes, until it is so. */
  async healed(condition: () => boolean, withinMs = 4000): Promise<void> {
    await eventually(
      "healing",
      async () => {
        if (condition()) return;
        if (this.watch.error !== null) await this.retry();
        throw new Error(`not so: ${condition.toString()}; the watch is ${JSON.stringify(this.sink.of(Watch))}`);
      },
      { withinMs, everyMs: 1 },
    );
  }

  /** Lets time pass, second by second, until it is so. */
  async passes(condition: () => boolean): Promise<void> {
    const look = async (): Promise<void> => {
      if (condition()) return;
      await this.clock.advance(1000);
      throw new Error(`not so: ${condition.toString()}; the watch is ${JSON.stringify(this.sink.of(Watch))}`);
    };
    await eventually("time passing", look, { withinMs: 4000, everyMs: 1 });
  }

  /** The time of the watch is over, long after it began, as is the rule. */
  async end(fake: FakeKube): Promise<void> {
    await this.clock.advance(2000);
    fake.endWatches("things");
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#run;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
