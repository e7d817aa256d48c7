import { buildSchema } from "graphql";
import { expect, test } from "vitest";
import type { PreparedOperation, RawRequest } from "../../src/server/prepare-operation.ts";
import { OperationPreparer } from "../../src/server/prepare-operation.ts";
import { defaultLimits } from "../support/start-graph.ts";

const schema = buildSchema(`
  directive @test on FIELD
  input Asked { number: Int! names: [String!] inner: Asked }
  type Query { name: String thing(asked: Asked, number: Int = 7): Thing things(first: Int): Things }
  type Things { nodes: [Thing!]! }
  type Thing { name: String thing: Thing things(first: Int): Things }
`);
const newPreparer = (limits = {}) => new OperationPreparer(schema, { ...defaultLimits, ...limits });

function accepted(preparer: OperationPreparer, raw: RawRequest): PreparedOperation {
  const prepared = preparer.prepare(raw);
  if ("errors" in prepared) throw new Error(JSON.stringify(prepared));
  return prepared;
}

function refused(raw: RawRequest, limits = {}) {
  const prepared = newPreparer(limits).prepare(raw);
  if (!("errors" in prepared)) throw new Error("not refused");
  return { status: prepared.status, errors: prepared.errors.map(({ extensions }) => extensions) };
}

const TWO = "query A { name } query B($number: Int = 3) { thing(number: $number) { name } }";

test("a text is parsed once, whichever of its operations is asked for and with whatever variables", () => {
  const preparer = newPreparer();

  const a = accepted(preparer, { query: TWO, operationName: "A" });
  const b = accepted(preparer, { query: TWO, operationName: "B", variables: { number: 5 } });
  const other = accepted(preparer, { query: `${TWO} `, operationName: "A" });

  expect(b.document).toBe(a.document);
  expect(b.hash).toBe(a.hash);
  expect(other.hash).not.toBe(a.hash);
});

test("the operation is the one that is named, with its variables as they came and as they count", () => {
  const preparer = newPreparer();

  const { operation, operationName, rawVariables, variables } = accepted(preparer, { query: TWO, operationName: "B" });

  expect([operation.name?.value, operationName]).toEqual(["B", "B"]);
  expect([rawVariables, variables]).toEqual([{}, { number: 3 }]);
});

test.each([
  ["alone without a name", "{ name }", undefined],
  ["alone with a name", "query A { name }", "A"],
])("an operation that is %s need not be named", (_how, query, name) => {
  expect(accepted(newPreparer(), { query }).operationName).toBe(name);
  expect(accepted(newPreparer(), { query, operationName: null, variables: null }).operationName).toBe(name);
});

test.each([
  ["a name that is not there", { query: TWO, operationName: "C" }],
  ["an empty name", { query: TWO, operationName: "" }],
  ["a name that every object has", { query: TWO, operationName: "constructor" }],
  ["a name where there is none", { query: "{ name }", operationName: "A" }],
  ["no name where there are two", { query: TWO }],
  ["no operation at all", { query: "fragment F on Query { name }" }],
])("%s is refused", (_what, raw) => {
  const code = raw.query.startsWith("fragment") ? "GRAPHQL_VALIDATION_FAILED" : "OPERATION_RESOLUTION_FAILURE";

  expect(refused(raw)).toEqual({ status: 400, errors: [{ code }] });
});

const PAGES = "query ($n: Int) { things(first: $n) { nodes { things(first: $n) { nodes { name } } } } }";

test.each<readonly [what: string, query: string, limits: object, extensions: object]>([
  ["a syntax error", "{ name", {}, { code: "GRAPHQL_PARSE_FAILED" }],
  ["a field that is not there", "{ nothing }", {}, { code: "GRAPHQL_VALIDATION_FAILED" }],
  ["six tokens where five may be", "{ a: name name }", { tokens: 5 }, { code: "DOCUMENT_TOO_LARGE", limit: 5 }],
  ["three levels where two may be", "{ thing { thing { name } } }", { depth: 2 }, { code: "DEPTH_LIMIT", limit: 2 }],
  ["two aliases where one may be", "{ a: name b: name }", { aliases: 1 }, { code: "ALIAS_LIMIT", limit: 1 }],
  [
    "two root fields where one may be",
    "{ name thing { name } }",
    { rootFields: 1 },
    { code: "ROOT_FIELD_LIMIT", limit: 1 },
  ],
  [
    "a directive where none may be",
    "{ name @skip(if: true) }",
    { directives: 0 },
    { code: "DIRECTIVE_LIMIT", limit: 0 },
  ],
  [
    "another operation that is too deep",
    "{ name } query B { thing { name } }",
    { depth: 1 },
    { code: "DEPTH_LIMIT", limit: 1 },
  ],
  [
    "what is too deep, before it is asked whether it is there,",
    "{ nothing { more } }",
    { depth: 1 },
    { code: "DEPTH_LIMIT", limit: 1 },
  ],
])("%s is refused with its code", (_what, query, limits, extensions) => {
  expect(refused({ query }, limits)).toEqual({ status: 400, errors: [extensions] });
});

test("what is at its limit is accepted", () => {
  const limits = { tokens: 13, depth: 2, aliases: 2, rootFields: 2, directives: 1, variableDepth: 1 };

  const { cost } = accepted(newPreparer(limits), { query: "{ a: name b: thing { name @test } }", variables: {} });

  expect(cost).toBe(1);
});

test("a question that may give too much is refused with its cost and the limit, and a smaller one is told its cost", () => {
  const preparer = newPreparer();

  expect(refused({ query: PAGES, variables: { n: 100 } }).errors).toEqual([
    { code: "COST_LIMIT", cost: 1 + 100 * (1 + 1 + 100), limit: 5000 },
  ]);
  expect(accepted(preparer, { query: PAGES, variables: { n: 10 } }).cost).toBe(1 + 10 * (1 + 1 + 10));
});

const VARIABLES =
  "query ($asked: Asked, $number: Int, $n: Int) { thing(asked: $asked, number: $number) { things(first: $n) { nodes { name } } } }";

test.each<readonly [what: string, variables: object]>([
  ["a word for a number", { number: "SECRET" }],
  ["an object for a number", { number: { SECRET: 1 } }],
  ["a number that is too large", { number: 4_815_162_342 }],
  ["a number that is none", { number: 4.8151 }],
  ["a field of another kind", { asked: { number: "SECRET" } }],
  ["a field that is not there", { asked: { number: 1, SECRET: 1 } }],
  ["a field that is missing", { asked: { names: ["SECRET"] } }],
  ["an item of another kind", { asked: { number: 1, names: [{ SECRET: "SECRET" }] } }],
  ["a page that is too large", { n: 4815 }],
])("%s in a variable is refused without a word of what came", (_what, variables) => {
  const answer = newPreparer().prepare({ query: VARIABLES, variables });

  expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
  expect(JSON.stringify(answer)).not.toMatch(/SECRET|4\.?815/);
});

test("variables may be nested as deep as the limit, and no deeper", () => {
  const raw = { query: VARIABLES, variables: { asked: { number: 1, inner: { number: 2 } } } };

  expect(accepted(newPreparer({ variableDepth: 3 }), raw).variables).toEqual(raw.variables);
  expect(refused(raw, { variableDepth: 2 }).errors).toEqual([{ code: "BAD_USER_INPUT", limit: 2 }]);
});

const names = Array.from({ length: 8 }, (_, n) => `v${n}`);

test.each<readonly [what: string, raw: RawRequest]>([
  ["unknown fields", { query: `{ ${names.join(" ")} }` }],
  [
    "wrong variables",
    {
      query: `query (${names.map((name) => `$${name}: Int!`).join(" ")}) { ${names.map((name) => `${name}: thing(number: $${name}) { name }`).join(" ")} }`,
    },
  ],
])("of eight %s five are told, or as many as the limit says", (_what, raw) => {
  expect(refused(raw).errors).toHaveLength(5);
  expect(refused(raw, { errorsReturned: 2 }).errors).toHaveLength(2);
});
