import fc from "fast-check";
import { expect, test } from "vitest";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";
import { ObjectTable } from "../../../connectors/kubernetes/object-table.ts";
import { QUOTA_OVERDRAFT } from "../../../connectors/kubernetes/limits.ts";
import { Quota } from "../../../connectors/kubernetes/quota.ts";
import { WireError } from "../../../connectors/kubernetes/wire-error.ts";
import { silent } from "../../../src/lib/logger.ts";
import { sizeOf } from "../../../src/lib/size-of.ts";
import { RecordingSink } from "../../support/recording-sink.ts";
import { Thing, thing } from "../../support/start-reading.ts";

/** Room for a few of the things that can be at once. */
const LIMIT = 2500;

/** A kind that keeps some of its objects only, as it is read into a table within a quota. */
class Kept {
  readonly #decoder = new Decoder("eu-1");
  readonly #kind = { ...thing, keep: ({ value }: { readonly value?: unknown }) => value !== "unwanted" };
  readonly sink = new RecordingSink();
  table: ObjectTable;

  constructor(quota: Quota) {
    this.table = this.#table(quota, true);
  }

  /** Another term begins with what the last one left. */
  renew(quota: Quota, trusted: boolean): void {
    this.table = this.#table(quota, trusted);
  }

  /** What it takes, counted anew. */
  get size(): number {
    return this.sink.of(Thing).reduce((size, entity) => size + sizeOf(entity), 0);
  }

  #table(quota: Quota, trusted: boolean): ObjectTable {
    const reading = { decoder: this.#decoder, sink: this.sink, quota };
    return new ObjectTable(this.#kind, reading, silent, this.sink.of(Thing), trusted);
  }
}

const fullDisk = new Error("full disk");

const object = fc
  .record({
    metadata: fc.record({
      name: fc.constantFrom("", "a", "b", "c", "d", "e", "f"),
      namespace: fc.constantFrom("shop", "bank"),
      uid: fc.constantFrom("u1", "u2"),
      resourceVersion: fc.integer({ min: 0, max: 40 }).map((version) => (version === 0 ? "" : String(version))),
      labels: fc.constantFrom({}, { app: "checkout" }),
    }),
    value: fc.oneof(
      fc.nat(2000).map((length) => "v".repeat(length)),
      fc.constantFrom(7, "unwanted"),
    ),
  })
  .map(({ metadata, value }) => {
    // Two names are never one object.
    return { metadata: { ...metadata, uid: `${metadata.namespace}/${metadata.name}/${metadata.uid}` }, value };
  });

/** What comes while a list is taken in by watch: mostly what it has, sometimes what happens meanwhile. */
const within = fc.record({
  op: fc.constantFrom("item", "item", "item", "item", "upsert", "remove"),
  wire: object,
});

type Step =
  | { readonly op: "upsert" | "upsert into a sink that fails" | "remove"; readonly wire: object }
  | { readonly op: "list" | "cut list"; readonly all: readonly { readonly op: string; readonly wire: object }[] }
  | { readonly op: "distrust" | "renew" | "renew with another build" };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ op: fc.constantFrom("upsert", "upsert into a sink that fails", "remove"), wire: object }),
  fc.record({ op: fc.constantFrom("list", "list", "cut list"), all: fc.array(within, { maxLength: 9 }) }),
  fc.record({ op: fc.constantFrom("distrust", "renew", "renew with another build") }),
);

/** Whether it went well: not when there was no room, or the sink failed. */
function upsert({ table }: Kept, wire: object): boolean {
  try {
    table.upsert(wire, "Thing");
    return true;
  } catch (error) {
    if (error !== fullDisk && !(error instanceof WireError && error.code === "QUOTA_EXCEEDED")) throw error;
    return false;
  }
}

async function list(kept: Kept, { op, all }: Extract<Step, { readonly all: unknown }>): Promise<void> {
  const { table, sink } = kept;
  table.beginList();
  await sink.beginList(Thing);
  for (const { op: what, wire } of all) {
    if (what === "item") table.listItem(wire, "Thing");
    else if (what === "remove") table.remove(wire);
    else if (!upsert(kept, wire)) return;
  }
  if (op === "cut list") return;
  table.completeList();
  await sink.completeList(Thing);
}

async function take(kept: Kept, next: Step): Promise<void> {
  switch (next.op) {
    case "upsert":
      upsert(kept, next.wire);
      return;
    case "upsert into a sink that fails":
      kept.sink.broken = fullDisk;
      upsert(kept, next.wire);
      kept.sink.broken = null;
      return;
    case "remove":
      return kept.table.remove(next.wire);
    case "list":
    case "cut list":
      return list(kept, next);
    case "distrust":
      return kept.table.distrust();
    case "renew":
    case "renew with another build":
      return;
  }
}

test("what is counted is what is held, whatever comes, and never more than the quota and its overdraft", async () => {
  const steps = fc.array(fc.tuple(fc.nat(1), step), { maxLength: 60 });
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      let quota = new Quota(LIMIT);
      const kinds = [new Kept(quota), new Kept(quota)];
      for (const [which, next] of all) {
        if (next.op.startsWith("renew")) {
          quota = new Quota(LIMIT);
          for (const kept of kinds) kept.renew(quota, next.op === "renew");
        } else await take(kinds[which] as Kept, next);
        expect(quota.used).toBe(kinds.reduce((size, kept) => size + kept.size, 0));
        expect(quota.used).toBeLessThanOrEqual(LIMIT * (1 + QUOTA_OVERDRAFT));
        expect(kinds.map(({ table }) => table.size)).toEqual(kinds.map(({ sink }) => sink.of(Thing).length));
        if (kinds.some(({ table }) => table.overQuota)) refused += 1;
      }
    }),
    { numRuns: 300 },
  );
  expect(refused).toBeGreaterThan(100);
});

test("what is over the quota already may shrink, and not grow", () => {
  const quota = new Quota(100);

  quota.add(200);

  expect([-1, 0, 1].map((growth) => quota.hasRoomFor(growth, true))).toEqual([true, true, false]);
});

test("what is held may grow a little over the quota, and nothing new comes in", () => {
  const quota = new Quota(100);
  quota.add(100);

  expect([5, 6].map((growth) => quota.hasRoomFor(growth, true))).toEqual([true, false]);
  expect(quota.hasRoomFor(1, false)).toBe(false);
});
