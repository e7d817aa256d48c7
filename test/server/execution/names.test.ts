import type { ExecutionResult, FragmentDefinitionNode, OperationDefinitionNode } from "graphql";
import { execute, GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString, parse } from "graphql";
import { expect, test } from "vitest";
import { Executable } from "../../../src/server/execution/execute.ts";
import { oddSchema } from "./odd-schema.ts";

const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "toJSON",
  "valueOf",
  "hasOwnProperty",
  "isPrototypeOf",
  "__defineGetter__",
  "__lookupSetter__",
  "then",
  "length",
  "undefined",
  "_",
] as const;

async function both(schema: GraphQLSchema, text: string, rootValue?: unknown) {
  const document = parse(text);
  // The operation stands first.
  const [operation, ...rest] = document.definitions as [OperationDefinitionNode, ...FragmentDefinitionNode[]];
  const fragments = new Map(rest.map((fragment) => [fragment.name.value, fragment]));
  const executable = new Executable({ schema, fragments, operation });
  const theirs = await execute({ schema, document, rootValue });
  const ours = await executable.execute({ rootValue, context: undefined, variables: {} });
  return { theirs, ours };
}

/** The bytes of the data, and what errors say and where. */
function bytes({ data, errors = [] }: ExecutionResult): string {
  return JSON.stringify([data, errors.map(({ message, path }) => [message, path])]);
}

const PLACES: readonly (readonly [place: string, text: (name: string) => string])[] = [
  ["at the root", (name) => `{ mood ${name}: mood last: mood }`],
  ["at the root, of an object", (name) => `{ ${name}: sure { name } }`],
  ["at the root, of a list", (name) => `{ ${name}: many { name } }`],
  ["at the root, of what comes later", (name) => `{ ${name}: later { name } mood }`],
  ["in an object", (name) => `{ sure { ${name}: mood lives } }`],
  ["in an object that has one of its own", (name) => `{ sure { ${name}: sure { ${name}: sure { ${name}: name } } } }`],
  ["in a list", (name) => `{ many { ${name}: name } }`],
  ["in a list of what comes later", (name) => `{ promised { ${name}: later { ${name}: name } name } }`],
  ["in an object that comes later", (name) => `{ later { ${name}: mood b: later { name } } }`],
  ["where a field fails", (name) => `{ sure { ${name}: fails mood } ${name}: failsLater }`],
  ["where an object fails", (name) => `{ maybe { ${name}: surelyFailsLater mood } mood }`],
  ["in two selections that are one", (name) => `{ ${name}: sure { name } ${name}: sure { lives } }`],
  [
    "through a fragment",
    (name) => `{ sure { ...F } } fragment F on Cat { ${name}: sure { ...G } } fragment G on Cat { ${name}: name }`,
  ],
  ["of the type", (name) => `{ ${name}: __typename sure { ${name}: __typename } }`],
];

test.each(PLACES)("%s a name that objects have already is answered as graphql-js answers it", async (_place, text) => {
  for (const name of NAMES) {
    const { theirs, ours } = await both(oddSchema, text(name));

    expect(bytes(ours)).toBe(bytes(theirs));
    expect(bytes(ours)).toContain(`"${name}"`);
  }
});

/** What objects had before anything was asked. */
const before = Object.create(null, Object.getOwnPropertyDescriptors(Object.prototype)) as object;

test("each name is a plain property of its object and of no other, also of those that come later", async () => {
  const aliases = NAMES.map((name) => `${name}: later { polluted: name }`).join(" ");
  const { ours } = await both(oddSchema, `{ ${aliases} sure { ${aliases} } }`);
  const data = ours.data as Record<string, Record<string, unknown>>;

  for (const object of [data, data["sure"]]) {
    expect(Object.keys(object ?? {}).filter((key) => key !== "sure")).toEqual([...NAMES]);
    expect([Object.prototype, null]).toContain(Reflect.getPrototypeOf(object ?? {}));
    for (const name of NAMES) {
      const property = Object.getOwnPropertyDescriptor(object, name);
      expect(property).toMatchObject({ value: { polluted: "cat" }, enumerable: true });
    }
  }
  expect({}).not.toHaveProperty("polluted");
  expect(Reflect.ownKeys(Object.prototype)).toEqual(Reflect.ownKeys(before));
});

const Odd: GraphQLObjectType = new GraphQLObjectType({
  name: "Odd",
  fields: () => ({
    ...Object.fromEntries(NAMES.map((name) => [name, { type: GraphQLString }])),
    odd: { type: Odd },
    odds: { type: new GraphQLList(Odd) },
  }),
});
const schema = new GraphQLSchema({ query: Odd, assumeValid: true });
const all = NAMES.join(" ");
const own = Object.fromEntries(NAMES.filter((name) => name !== "then").map((name) => [name, `own ${name}`]));
const ASKED = `{ ${all} odd { ${all} } odds { ${all} } }`;

class Classy {
  get length(): string {
    return "by a getter";
  }
  valueOf(): string {
    return "by a method";
  }
}

test.each<readonly [what: string, source: unknown]>([
  ["have as their own", { ...own, odd: own, odds: [own, own] }],
  ["have nothing of", { odd: {}, odds: [{}, null] }],
  [
    "have nothing of, not even from all objects",
    Object.assign(Object.create(null) as object, { odds: [Object.create(null)] }),
  ],
  ["have by their class", Object.assign(new Classy(), { odd: new Classy(), odds: [new Classy()] })],
])("fields by such names are read as graphql-js reads them, from objects that %s", async (_what, source) => {
  const { theirs, ours } = await both(schema, ASKED, source);

  expect(bytes(ours)).toBe(bytes(theirs));
});
