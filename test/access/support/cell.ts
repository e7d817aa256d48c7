import type { EntityClass } from "../../../schema/entity.ts";
import { ChangeRouter } from "../../../src/access/change-router.ts";
import type { Rights } from "../../../src/access/rights.ts";
import { everything } from "../../../src/access/rights.ts";
import { KeyedSeals } from "../../../src/access/seals.ts";
import { StoreFeed } from "../../../src/access/store-feed.ts";
import { MemoryLog } from "../../../src/changelog/memory-log.ts";
import type { Change, Fact, Seals } from "../../../src/ports.ts";
import { Store } from "../../../src/store/store.ts";

export const MINUTE = 60_000;

/** A log that keeps an hour, by a time that a test moves, with a store and feeds of it, and all changes that the log ever told. */
export async function cell(served: ReadonlySet<EntityClass>) {
  const time = { now: Date.UTC(2026, 10, 23) };
  const now = () => new Date(time.now);
  const log = new MemoryLog({ maxAgeMs: 60 * MINUTE, maxBytes: Infinity }, now);
  const store = new Store();
  const router = new ChangeRouter(store);
  await log.follow(store);
  const changes: Change[] = [];
  await log.follow({ restart: () => {}, advance: (entry) => changes.push(...entry.changes) });
  const owner = await log.own("test");
  let seq = 0;
  const append = (facts: readonly Fact[]) => log.append(owner, { seq: (seq += 1), facts });
  const feed = (rights: Rights = everything, seals: Seals = new KeyedSeals(new Uint8Array(32), "viewer")) =>
    new StoreFeed({ store, log, router, seals, rights, served, now, quietMs: MINUTE });
  return { time, changes, append, feed };
}
