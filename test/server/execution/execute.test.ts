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
  return { data: JSON.parse(JSON.stringify(data)) as unknown, errors: told?.toSorted((a, b) => compare(a.path, b.path)) };
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
