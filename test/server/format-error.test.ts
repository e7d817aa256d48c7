import { buildSchema, execute, GraphQLError, parse } from "graphql";
import { expect, test } from "vitest";
import { BadCursorError, BadInputError, TimeoutError } from "../../src/errors.ts";
import { ErrorFormatter } from "../../src/server/format-error.ts";
import { OperationPreparer } from "../../src/server/prepare-operation.ts";
import { defaultLimits, recordingLogger } from "../support/start-graph.ts";

const SECRET = "password of db-7";
const schema = buildSchema(`
  enum Mood { GOOD BAD }
  type Query { name(mood: Mood): String things: [Thing] sure: String! }
  type Thing { name: String }
`);

function newFormatter(maxErrors = 5) {
  const { logged, logger } = recordingLogger();
  return { logged, formatter: new ErrorFormatter(logger, maxErrors) };
}

/** What graphql-js makes of resolvers of which some fail. */
async function executed(query: string, rootValue: object) {
  return execute({ schema, document: parse(query), rootValue });
}

const fail = (error: unknown) => () => {
  throw error;
};

const coded = Object.assign(new Error(SECRET), { code: "SECRET_CODE", extensions: { code: SECRET } });

test.each<readonly [what: string, fault: unknown]>([
  ["an error", new Error(SECRET)],
  ["an error with a cause and codes", Object.assign(coded, { cause: new Error(SECRET) })],
  ["an error of the language", new TypeError(`Cannot read properties of ${SECRET}`)],
  ["a text", SECRET],
  ["an object", { message: SECRET, code: SECRET }],
  ["nothing", undefined],
  ["an error of GraphQL that a resolver threw", new GraphQLError(SECRET, { extensions: { code: SECRET } })],
])("%s that a resolver threw is masked, and logged once under the id that the answer has", async (_what, fault) => {
  const { logged, formatter } = newFormatter();

  const result = formatter.result(await executed("{ name }", { name: fail(fault) }));

  const errorId = expect.stringMatching(/^[\da-f-]{36}$/) as unknown;
  expect(result).toEqual({
    data: { name: null },
    errors: [
      {
        message: "Internal server error",
        locations: [{ line: 1, column: 3 }],
        path: ["name"],
        extensions: { code: "INTERNAL_SERVER_ERROR", errorId },
      },
    ],
  });
  expect(logged.map(({ level, fields }) => [level, fields["errorId"], fields["path"]])).toEqual([
    ["error", result.errors?.[0]?.extensions?.["errorId"], ["name"]],
  ]);
  expect(String(logged[0]?.fields["err"])).toContain(fault === undefined ? "undefined" : SECRET);
});

test("two faults have two ids, also when they are the same error", async () => {
  const { logged, formatter } = newFormatter();

  const { errors } = formatter.result(await executed("{ a: name b: name }", { name: fail(coded) }));

  const ids = errors?.map(({ extensions }) => extensions?.["errorId"]);
  expect(new Set(ids).size).toBe(2);
  expect(logged.map(({ fields }) => fields["errorId"])).toEqual(ids);
});

test.each([
  [new BadInputError("`first` must be small", { limit: 200 }), { code: "BAD_USER_INPUT", limit: 200 }],
  [new BadCursorError("no such cursor"), { code: "BAD_CURSOR" }],
  [new TimeoutError("too late", {}, { cause: new Error(SECRET) }), { code: "TIMEOUT" }],
])(
  "%s keeps its message, its code and its details, wherever it comes from, and is not logged",
  async (error, extensions) => {
    const { logged, formatter } = newFormatter();
    const { message } = error;

    const inList = formatter.result(await executed("{ things { name } }", { things: [{}, { name: fail(error) }] }));

    const place = { path: ["things", 1, "name"], locations: [{ line: 1, column: 12 }] };
    expect(inList.errors).toEqual([{ message, ...place, extensions }]);
    expect(formatter.format(error)).toEqual({ message, extensions });
    expect(logged).toEqual([]);
  },
);

test("what graphql-js says itself is kept, as the fault of who asked", () => {
  const { logged, formatter } = newFormatter();

  expect(formatter.format(new GraphQLError("no such thing", { path: ["a", 0] }))).toEqual({
    message: "no such thing",
    path: ["a", 0],
    extensions: { code: "BAD_USER_INPUT" },
  });
  expect(formatter.format(new GraphQLError("no", { extensions: { code: "FORBIDDEN", more: SECRET } }))).toEqual({
    message: "no",
    extensions: { code: "FORBIDDEN" },
  });
  expect(logged).toEqual([]);
});

test.each([1, 3, 5])("of seven faults %i are told, and only they are logged", async (maxErrors) => {
  const { logged, formatter } = newFormatter(maxErrors);
  const things = Array.from({ length: 7 }, () => ({ name: fail(new Error(SECRET)) }));

  const { errors, data } = formatter.result(await executed("{ things { name } }", { things }));

  expect(errors?.map(({ path }) => path?.[1])).toEqual([0, 1, 2, 3, 4].slice(0, maxErrors));
  expect(data).toEqual({ things: things.map(() => ({ name: null })) });
  expect(logged).toHaveLength(maxErrors);
});

test("data is null when a fault reached the root, and absent when nothing was executed", async () => {
  const { formatter } = newFormatter();

  expect(formatter.result(await executed("{ sure }", { sure: () => null }))).toHaveProperty("data", null);
  expect(formatter.result({ errors: [new GraphQLError("no")] })).not.toHaveProperty("data");
  expect(formatter.result({ data: { name: "a" }, errors: [] })).toEqual({ data: { name: "a" } });
});

test.each([
  ["a field", "{ nam }"],
  ["a type", "{ things { ... on Thin { name } } }"],
  ["an argument", "{ name(moo: GOOD) }"],
  ["a value of an enum", "{ name(mood: GOO) }"],
  ["a value of an enum in a variable", "query ($mood: Mood = GOO) { name(mood: $mood) }"],
])("a nearly right name of %s is suggested only where the schema may be asked for", (_what, query) => {
  const told = (introspection: boolean) =>
    JSON.stringify(new OperationPreparer(schema, defaultLimits, { introspection }).prepare({ query }));

  expect(told(true)).toContain("Did you mean");
  expect(told(false)).toContain("GRAPHQL_VALIDATION_FAILED");
  expect(told(false)).not.toContain("Did you mean");
});
