import { expect, test } from "vitest";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";
import { entitySize } from "../../../connectors/kubernetes/entity-size.ts";
import { sizeOf } from "../../../src/lib/size-of.ts";
import { fixtureObject, namedKinds } from "../../support/kinds.ts";

test.each(namedKinds)("an entity of $fixture is as large as sizeOf says", (named) => {
  const entity = new Decoder("eu-1").decode(named.kind, fixtureObject(named));

  expect(entitySize(entity)).toBe(sizeOf(entity));
  expect(entitySize(entity)).toBeGreaterThan(400);
});
