import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Decoder } from "../../connectors/kubernetes/decode.ts";
import { namedKinds } from "../support/kinds.ts";
import { anyValues, changed, outcomeOf, wireOf } from "./wire-changes.ts";

const table = namedKinds.map((named) => [named.kind.type.name, named] as const);

test.each(table)("%s: whatever stands in one place, the object is decoded or refused", (_, named) => {
  const { text, places } = wireOf(named);
  const decoder = new Decoder("eu-1");
  const seen = new Set<string>();

  for (const place of places)
    for (const value of anyValues) seen.add(outcomeOf(named, decoder, changed(text, place, value)));

  expect([...seen]).toEqual(expect.arrayContaining(["decoded", "refused"]));
});

/** Shared by the kinds, to 20,000 in all. */
const numRuns = Math.ceil(20_000 / namedKinds.length);

test.each(table)("%s: whatever stands in two places, the object is decoded or refused", (_, named) => {
  const { text, places } = wireOf(named);
  const decoder = new Decoder("eu-1");
  const change = fc.tuple(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 3 }));

  fc.assert(
    fc.property(change, change, ([first, one], [second, other]) => {
      outcomeOf(named, decoder, changed(JSON.stringify(changed(text, first, one)), second, other));
    }),
    { numRuns },
  );
});
