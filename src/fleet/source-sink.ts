import { setImmediate as nextTurn } from "node:timers/promises";
import type { Entity, EntityClass, EntityId } from "../../schema/entity.ts";
import { MAX_FACTS } from "../ports.ts";
import type { Batch, Log, Ownership, Sink } from "../ports.ts";
import { PendingFacts } from "./pending-facts.ts";

/** Above this many waiting facts a source is held back. */
const ENOUGH = 4 * MAX_FACTS;

/** Puts the facts of one source into the log under one term: numbered, in chunks, one append at a time. */
export class SourceSink implements Sink {
  readonly #log: Log;
  readonly #owner: Ownership;
  readonly #pending = new PendingFacts();
  readonly #failed: (error: unknown) => void;
  #seq = 0;
  #isOver = false;
  /** Ends when the last append has ended. */
  #last: Promise<void> = Promise.resolve();
  /** Ends when everything that was put before is in the log. */
  #draining: Promise<void> | null = null;

  /** `failed` hears that an append was refused: the term is over, and nothing more will be appended. */
  constructor(log: Log, owner: Ownership, failed: (error: unknown) => void) {
    this.#log = log;
    this.#owner = owner;
    this.#failed = failed;
  }

  put(entity: Entity, quiet = false): void {
    this.#pending.add({ op: "put", entity, quiet });
    void this.#drain();
  }

  delete(type: EntityClass, id: EntityId): void {
    this.#pending.add({ op: "delete", type, id });
    void this.#drain();
  }

  async ready(): Promise<void> {
    if (this.#pending.size > ENOUGH) await this.flush();
    else await nextTurn();
  }

  async flush(): Promise<void> {
    while (this.#pending.size > 0 || this.#draining !== null) await (this.#draining ?? this.#drain());
  }

  async beginList(type: EntityClass): Promise<void> {
    await this.flush();
    await this.#append({ facts: [], list: { type, mark: "begin" } });
  }

  async completeList(type: EntityClass): Promise<void> {
    await this.flush();
    await this.#append({ facts: [], list: { type, mark: "complete" } });
  }

  #drain(): Promise<void> {
    this.#draining ??= this.#appendAll();
    return this.#draining;
  }

  /** What one turn of the event loop put is one batch; between batches other sources have their turn. */
  async #appendAll(): Promise<void> {
    await Promise.resolve();
    while (this.#pending.size > 0) {
      await this.#append({ facts: this.#pending.take(MAX_FACTS) });
      if (this.#pending.size > 0) await nextTurn();
    }
    // In the same step as the look at what is pending: a put after it begins anew.
    this.#draining = null;
  }

  #append(batch: Omit<Batch, "seq">): Promise<void> {
    this.#last = this.#last.then(() => this.#appendNext(batch));
    return this.#last;
  }

  async #appendNext(batch: Omit<Batch, "seq">): Promise<void> {
    if (this.#isOver) return;
    this.#seq += 1;
    try {
      await this.#log.append(this.#owner, { ...batch, seq: this.#seq });
    } catch (error) {
      this.#isOver = true;
      this.#failed(error);
    }
  }
}
