import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Pod } from "../../schema/pod.ts";
import type { Change } from "../../src/ports.ts";
import { indexOf } from "../../src/store/index-of.ts";
import { Store } from "../../src/store/store.ts";

const byPhase = indexOf(Pod, ({ phase }) => (phase === "" ? [] : [phase]));

function change(kind: Change["kind"], namespace: string, name: string, phase: string): Change {
  const entity = Object.assign(new Pod(), { cluster: "eu-1", namespace, name, phase });
  return { kind, type: Pod, id: entity.id, entity, news: "change" };
}

const changes = fc.array(
  fc
    .record({
      kind: fc.constantFrom("ADDED" as const, "MODIFIED" as const, "DELETED" as const),
      namespace: fc.constantFrom("a", "b"),
      name: fc.constantFrom("x", "y", "z"),
      phase: fc.constantFrom("", "Running", "Failed"),
    })
    .map(({ kind, namespace, name, phase }) => change(kind, namespace, name, phase)),
);

test("after any changes the store, its counts and its indexes hold what a plain map holds", () => {
  fc.assert(
    fc.property(changes, (some) => {
      const store = new Store();
      const model = new Map<string, unknown>();
      store.of(Pod).index(byPhase);
      for (const [i, one] of some.entries()) {
        store.advance({ position: `${i + 1}-0`, source: "s", term: 1, at: new Date(0), changes: [one] });
        if (one.kind === "DELETED") model.delete(one.id);
        else model.set(one.id, one.entity);
      }
      const pods = store.of(Pod);
      const held = [...model.values()] as Pod[];

      expect(new Set(pods.values())).toEqual(new Set(held));
      expect(pods.count("eu-1")).toBe(held.length);
      expect(pods.count("eu-1", "a")).toBe(held.filter(({ namespace }) => namespace === "a").length);
      for (const phase of ["Running", "Failed"])
        expect(pods.index(byPhase).get(phase)?.size ?? 0).toBe(held.filter((pod) => pod.phase === phase).length);
    }),
  );
});

test("a listener hears of a change after the store holds it, and of a restart", () => {
  const store = new Store();
  const heard: unknown[] = [];
  const listening = store.listen({
    restarted: () => heard.push(store.epoch),
    advanced: ({ position }) => heard.push([position, store.position, store.of(Pod).size]),
  });
  const entry = { position: "1-0", source: "s", term: 1, at: new Date(0), changes: [change("ADDED", "a", "x", "")] };
  store.advance(entry);
  store.restart({ epoch: "e", position: "9-0", entities: [] });
  listening[Symbol.dispose]();
  store.advance(entry);

  expect(heard).toEqual([["1-0", "1-0", 1], "e"]);
});
