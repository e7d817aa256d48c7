import { getMetadataStorage } from "type-graphql";
import { expect, test } from "vitest";
import { resolvers } from "../../resolvers/index.ts";

/** What may wait: the past is read from the log, not from memory. */
const mayWait = new Set(["history"]);

test("no resolver waits but those that must, so that an answer is of one moment", () => {
  const waiting = resolvers.flatMap(({ prototype }: { prototype: object }) =>
    chain(prototype).flatMap((level) =>
      Object.entries(Object.getOwnPropertyDescriptors(level))
        .filter(([, { value }]) => isAsync(value))
        .map(([name]) => name),
    ),
  );

  expect(new Set(waiting)).toEqual(mayWait);
});

test("no resolver has middleware or rights of its own, which would make it wait", () => {
  const { queries, fieldResolvers } = getMetadataStorage();

  expect(queries.length + fieldResolvers.length).toBeGreaterThan(50);
  expect([...queries, ...fieldResolvers].filter(({ middlewares, roles }) => middlewares?.length || roles)).toEqual([]);
});

function chain(prototype: object): readonly object[] {
  return prototype === Object.prototype ? [] : [prototype, ...chain(Object.getPrototypeOf(prototype) as object)];
}

function isAsync(value: unknown): boolean {
  return typeof value === "function" && value.constructor.name !== "Function";
}
