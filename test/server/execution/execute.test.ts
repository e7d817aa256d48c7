import fc from "fast-check";
import type { DocumentNode, ExecutionResult, FragmentDefinitionNode, OperationDefinitionNode } from "graphql";
import { execute, getVariableValues, Kind, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { Executable } from "../../../src/server/execution/execute.ts";
import { oddSchema } from "./odd-schema.ts";
import { operations } from "./operations.ts";

function executableOf(document: DocumentNode): { operation: OperationDefinitionNode; executable: Executable } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition;
  }
  if (operation === undefined) throw new Error("no operation");
  return { operation, executable: new Executable({ schema: oddSchema, fragments, operation }) };
}

async function both(text: string, variableValues: Record<string, unknown> = {}) {
  const document = parse(text);
  const { operation, executable } = executableOf(document);
  const { coerced } = getVariableValues(oddSchema, operation.variableDefinitions ?? [], variableValues);
  if (coerced === undefined) throw new Error("bad variables");
  const theirs = await execute({ schema: oddSchema, document, variableValues });
  const first = await executable.execute({ context: undefined, variables: coerced });
  const again = await executable.execute({ context: undefined, variables: coerced });
  return { theirs: comparable(theirs), first: comparable(first), again: comparable(again) };
}

/** Messages of our own faults are masked for clients, so only those that resolvers give are compared. */
function comparable({ data, errors }: ExecutionResult) {
  const told = errors?.map(({ message, path, locations }) => ({
    path: path?.join("."),
    locations: locations?.map(({ line, column }) => `${line}:${column}`),
    message: message.startsWith("boom") || message.startsWith("Cannot return null") ? message : "",
  }));
  return {
    data: JSON.parse(JSON.stringify(data)) as unknown,
    errors: told?.toSorted((a, b) => compare(a.path, b.path)),
  };
}

function compare(a = "", b = ""): number {
  return a < b ? -1 : Number(a > b);
}

test("random operations are answered as graphql-js answers them", { timeout: 120_000 }, async () => {
  let valid = 0;
  await fc.assert(
    fc.asyncProperty(operations(oddSchema), async ({ text, variables }) => {
      fc.pre(validate(oddSchema, parse(text)).length === 0);
      valid += 1;

      const { theirs, first, again } = await both(text, variables);

      expect(first).toEqual(theirs);
      expect(again).toEqual(theirs);
    }),
    { numRuns: 1500, maxSkipsPerRun: 50 },
  );
  expect(valid).toBeGreaterThan(1000);
});

test("an answer that waits for nothing is no promise", () => {
  const { executable } = executableOf(parse("{ sure { name mood many { name } } }"));

  const result = executable.execute({ context: undefined, variables: {} });

  expect(result).toEqual({
    data: { sure: { name: "cat", mood: "GOOD", many: [{ name: "cat" }, null, { name: "dog" }, null] } },
    errors: expect.any(Array) as unknown,
  });
});

test("a list that is given up leaves no promise without a listener", async () => {
  const { executable } = executableOf(parse("{ orphans { surelyFailsLater } }"));
  const unhandled: unknown[] = [];
  const listen = (reason: unknown): number => unhandled.push(reason);
  process.on("unhandledRejection", listen);

  const { data, errors } = await executable.execute({ context: undefined, variables: {} });
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", listen);

  expect(data).toEqual({ orphans: null });
  expect(errors).toHaveLength(1);
  expect(unhandled).toEqual([]);
});

test("which fields are asked for follows the variables of each execution", async () => {
  const { executable } = executableOf(parse("query ($on: Boolean!) { name: sure { name } mood @skip(if: $on) }"));

  const without = await executable.execute({ context: undefined, variables: { on: true } });
  const having = await executable.execute({ context: undefined, variables: { on: false } });

  expect(Object.keys(without.data ?? {})).toEqual(["name"]);
  expect(Object.keys(having.data ?? {})).toEqual(["name", "mood"]);
});

test("a name in the answer may be one that objects have already", async () => {
  const { executable } = executableOf(parse("{ __proto__: mood constructor: mood toString: mood }"));

  const { data } = await executable.execute({ context: undefined, variables: {} });

  expect(JSON.stringify(data)).toBe('{"__proto__":"GOOD","constructor":"GOOD","toString":"GOOD"}');
});
