import { SortedList, compareText } from "../../lib/sorted-list.ts";
import { ChangeLog } from "./change-log.ts";
import type { Version } from "./version.ts";

export interface TableListener {
  /** Called for every change, in order, within the write that makes it. */
  changed(version: Version): void;
  /** Called when the resource is served no more. */
  closed(): void;
}

/**
 * The objects of one resource: their present state, and the past as far as the change log reaches. A read of the past sees the
 * table exactly as it was at that revision; a revision before `floor` is expired.
 */
export class Table {
  readonly #heads = new Map<string, Version>();
  readonly #keys = new SortedList<string, string>(compareText);
  readonly #log: ChangeLog;
  readonly #listeners = new Set<TableListener>();
  #floor: number;
  #size = 0;

  constructor(floor: number, window: number) {
    this.#floor = floor;
    this.#log = new ChangeLog(window);
  }

  get floor(): number {
    return this.#floor;
  }

  get size(): number {
    return this.#size;
  }

  get(key: string): Version | undefined {
    const head = this.#heads.get(key);
    return head?.deleted === true ? undefined : head;
  }

  /** What the next change of a key follows on: its last version, deleted or not. */
  head(key: string): Version | undefined {
    return this.#heads.get(key);
  }

  /** The objects whose key has the prefix, in key order, after `start`, as of a revision (now, when none is given). */
  *list(prefix = "", start = prefix, revision = Infinity): Generator<Version> {
    for (const key of this.#keys.after(start < prefix ? prefix : start)) {
      if (!key.startsWith(prefix)) return;
      let version = this.#heads.get(key);
      while (version !== undefined && version.revision > revision) version = version.previous;
      if (version !== undefined && !version.deleted) yield version;
    }
  }

  since(revision: number): Version[] {
    return this.#log.since(revision);
  }

  append(version: Version): void {
    if (version.previous === undefined) this.#keys.put(version.key);
    this.#size += Number(!version.deleted) - Number(version.before !== undefined);
    this.#heads.set(version.key, version);
    this.#forget(this.#log.push(version));
    for (const listener of this.#listeners) listener.changed(version);
  }

  /** Forgets every change up to a revision. */
  compact(revision: number): void {
    for (let oldest = this.#log.shift(); oldest !== undefined; oldest = this.#log.shift()) this.#forget(oldest);
    this.#floor = revision;
  }

  listen(listener: TableListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const listener of this.#listeners) listener.closed();
  }

  #forget(change: Version | undefined): void {
    if (change === undefined) return;
    change.previous = undefined;
    this.#floor = change.revision;
    if (!change.deleted || this.#heads.get(change.key) !== change) return;
    this.#heads.delete(change.key);
    this.#keys.remove(change.key);
  }
}
