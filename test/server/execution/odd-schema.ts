import type { GraphQLFieldConfigMap } from "graphql";
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
} from "graphql";

/** A schema whose fields do all that a field can do, well and badly. Its objects are of two classes that lead to each other. */
class Cat {
  readonly name = "cat";
  readonly lives = 9;
  readonly broken = new Error("boom in a property");
  method(args: { times?: number }): string {
    return "meow".repeat(args.times ?? 1);
  }
  get getter(): number {
    return this.lives;
  }
}
class Dog {
  readonly name = "dog";
  readonly lives = null;
}
// One that can change, and one that cannot: what edges lead to again is written once.
const cat = Object.freeze(new Cat());
const dog = new Dog();

const boom = (where: string): never => {
  throw new Error(`boom in ${where}`);
};
const later = async <T>(value: T): Promise<T> => value;
const muchLater = async <T>(value: T): Promise<T> => {
  await Promise.resolve();
  await Promise.resolve();
  return value;
};

const Mood = new GraphQLEnumType({ name: "Mood", values: { GOOD: { value: 1 }, BAD: { value: 2 } } });
const Reversed = new GraphQLScalarType<string, string>({
  name: "Reversed",
  serialize: (value) => (value === "bad" ? boom("serialize") : String(value).split("").toReversed().join("")),
  parseValue: (value) => (typeof value === "string" ? value.split("").toReversed().join("") : boom("parseValue")),
});
const Asked = new GraphQLInputObjectType({
  name: "Asked",
  fields: () => ({
    mood: { type: Mood, defaultValue: 2 },
    text: { type: Reversed },
    numbers: { type: new GraphQLList(new GraphQLNonNull(GraphQLInt)) },
    inner: { type: Asked },
  }),
});

const Named: GraphQLInterfaceType = new GraphQLInterfaceType({
  name: "Named",
  fields: () => ({ name: { type: GraphQLString }, self: { type: Named }, many: { type: new GraphQLList(Named) } }),
  resolveType: (value) => (value as object).constructor.name,
});
const Slow: GraphQLInterfaceType = new GraphQLInterfaceType({
  name: "Slow",
  fields: { name: { type: GraphQLString } },
  resolveType: async (value) => (value as object).constructor.name,
});
const Wrong: GraphQLInterfaceType = new GraphQLInterfaceType({
  name: "Wrong",
  fields: { name: { type: GraphQLString } },
  resolveType: () => "Nothing",
});

const shared = (): GraphQLFieldConfigMap<unknown, unknown> => ({
  name: { type: GraphQLString },
  self: { type: Named, resolve: (source) => source ?? cat },
  sure: { type: new GraphQLNonNull(CatType), resolve: () => cat },
  maybe: {
    type: CatType,
    resolve: (_source, { no }: { no?: boolean }) => (no === true ? null : cat),
    args: { no: { type: GraphQLBoolean } },
  },
  later: { type: CatType, resolve: () => muchLater(cat) },
  surelyLater: { type: new GraphQLNonNull(CatType), resolve: () => later(cat) },
  many: { type: new GraphQLList(Named), resolve: () => [cat, null, dog, new Error("boom in a list")] },
  allSure: { type: new GraphQLList(new GraphQLNonNull(Named)), resolve: () => new Set([dog, cat]) },
  oneMissing: { type: new GraphQLList(new GraphQLNonNull(Named)), resolve: () => [null, cat] },
  promised: { type: new GraphQLList(Named), resolve: () => [later(cat), muchLater(dog), muchLater(null)] },
  promiseFails: {
    type: new GraphQLList(new GraphQLNonNull(CatType)),
    resolve: () => [later(cat), muchLater(cat).then(() => boom("a promised item"))],
  },
  noList: { type: new GraphQLList(GraphQLString), resolve: () => "text" },
  either: {
    type: Either,
    resolve: (_source, { other }: { other: boolean }) => (other ? dog : cat),
    args: { other: { type: GraphQLBoolean } },
  },
  slow: { type: Slow, resolve: () => cat },
  wrong: { type: Wrong, resolve: () => cat },
  mood: { type: Mood, resolve: () => 1 },
  badMood: { type: Mood, resolve: () => 3 },
  reversed: { type: Reversed, resolve: () => "abc" },
  badReversed: { type: new GraphQLNonNull(Reversed), resolve: () => "bad" },
  nothing: { type: GraphQLInt, resolve: () => undefined },
  surelyNothing: { type: new GraphQLNonNull(GraphQLInt), resolve: () => null },
  fails: { type: GraphQLInt, resolve: () => boom("a field") },
  surelyFails: { type: new GraphQLNonNull(GraphQLInt), resolve: () => boom("a sure field") },
  failsLater: { type: GraphQLInt, resolve: () => muchLater(1).then(() => boom("a late field")) },
  surelyFailsLater: {
    type: new GraphQLNonNull(GraphQLInt),
    resolve: () => later(1).then(() => boom("a sure late field")),
  },
  echo: {
    type: GraphQLString,
    args: {
      number: { type: GraphQLInt, defaultValue: 7 },
      needed: { type: new GraphQLNonNull(GraphQLInt), defaultValue: 8 },
      asked: { type: Asked },
      list: { type: new GraphQLList(Mood) },
    },
    resolve: (_source, args) => JSON.stringify(args),
  },
  where: { type: GraphQLString, resolve: (_source, _args, _context, info) => describe(info) },
});

function describe({
  path,
  fieldName,
  parentType,
  returnType,
  fieldNodes,
  variableValues,
  operation,
  fragments,
}: import("graphql").GraphQLResolveInfo) {
  const keys: (string | number)[] = [];
  for (let at: typeof path | undefined = path; at !== undefined; at = at.prev) keys.unshift(at.key);
  const types = [fieldName, parentType.name, String(returnType), String(fieldNodes.length), operation.operation];
  return [...keys, ...types, JSON.stringify(variableValues), ...Object.keys(fragments)].join(" ");
}

const CatType: GraphQLObjectType = new GraphQLObjectType({
  name: "Cat",
  interfaces: [Named, Slow, Wrong],
  isTypeOf: (value) => value instanceof Cat,
  fields: () => ({
    ...shared(),
    lives: { type: GraphQLInt },
    broken: { type: GraphQLString },
    method: { type: GraphQLString, args: { times: { type: GraphQLInt } } },
    getter: { type: new GraphQLNonNull(GraphQLInt) },
  }),
});
const DogType: GraphQLObjectType = new GraphQLObjectType({
  name: "Dog",
  interfaces: [Named],
  fields: () => ({ ...shared(), lives: { type: GraphQLInt } }),
});
const Either = new GraphQLUnionType({
  name: "Either",
  types: () => [CatType, DogType],
  resolveType: (value) => (value as object).constructor.name,
});

export const oddSchema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: "Query",
    fields: () => ({
      ...shared(),
      // graphql-js leaves the promise of the first item without a listener, so only ours is asked this.
      orphans: { type: new GraphQLList(new GraphQLNonNull(CatType)), resolve: () => [cat, null] },
    }),
  }),
  types: [CatType, DogType],
});
