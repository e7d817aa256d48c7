import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Kind, parse, print, printSchema } from "graphql";
import type { DefinitionNode, FieldDefinitionNode, InputValueDefinitionNode, TypeNode } from "graphql";
import { naiveSchema } from "./support/naive-schema.ts";

/** A type with its members, as far as they can be compared: fields or input fields by name, values, interfaces. */
interface Shape {
  readonly kind: Kind;
  readonly fields: ReadonlyMap<string, FieldDefinitionNode | InputValueDefinitionNode>;
  readonly words: ReadonlySet<string>;
}

const contract = shapesOf(readFileSync("test/contract.graphql", "utf8"));
const built = shapesOf(printSchema(naiveSchema()));
const listed = JSON.parse(readFileSync("test/contract.missing.json", "utf8")) as string[];

test("what the schema lacks of the contract is what the list says, and the list only ever shrinks", () => {
  const missing = [...contract].flatMap(([name, shape]) => missingOf(name, shape, built.get(name))).toSorted();

  expect(missing, "not to be added to: build it, or do not take it away").toEqual(listed);
});

test("the list is sorted and has nothing twice", () => {
  expect(listed).toEqual([...new Set(listed)].toSorted());
});

test("what the schema has of the contract is as the contract has it", () => {
  const differences = [...contract].flatMap(([name, shape]) => differencesOf(name, shape, built.get(name)));

  expect(differences).toEqual([]);
});

test("the comparison finds what it must", () => {
  const [wanted] = shapesOf("type T { a: Int! b(x: Int!): [String!] }").values();
  const [given] = shapesOf("type T { a: Int b(x: Int!, y: Int!): [String!] }").values();
  const [looser] = shapesOf("type T { a: Int! b(x: Int): [String!]! }").values();

  expect(wanted && differencesOf("T", wanted, given)).toEqual(["T.a: Int is not Int!", "T.b(y:) is required"]);
  expect(wanted && differencesOf("T", wanted, looser)).toEqual([]);
});

function shapesOf(text: string): ReadonlyMap<string, Shape> {
  return new Map(
    parse(text, { noLocation: true }).definitions.flatMap((definition) =>
      "name" in definition && definition.name ? [[definition.name.value, shapeOf(definition)] as const] : [],
    ),
  );
}

function shapeOf(definition: DefinitionNode): Shape {
  const fields = "fields" in definition ? (definition.fields ?? []) : [];
  const interfaces = "interfaces" in definition ? (definition.interfaces ?? []) : [];
  const values = "values" in definition ? (definition.values ?? []) : [];
  const words = [...values.map(({ name }) => name.value), ...interfaces.map(({ name }) => `implements ${name.value}`)];
  return {
    kind: definition.kind,
    fields: new Map(fields.map((field) => [field.name.value, field])),
    words: new Set(words),
  };
}

function missingOf(name: string, wanted: Shape, given: Shape | undefined): readonly string[] {
  if (given === undefined) {
    // Each member on its own, so that a type that comes in parts makes the list shorter, never longer.
    const members = [...wanted.fields.keys(), ...wanted.words].map((member) => `${name}.${member}`);
    return members.length === 0 ? [name] : members;
  }
  const fields = [...wanted.fields].flatMap(([field, node]) => {
    const found = given.fields.get(field);
    if (found === undefined) return [`${name}.${field}`];
    const args = new Set(argumentsOf(found).map((argument) => argument.name.value));
    return argumentsOf(node).flatMap(({ name: { value } }) => (args.has(value) ? [] : [`${name}.${field}(${value}:)`]));
  });
  return [...fields, ...[...wanted.words].filter((word) => !given.words.has(word)).map((word) => `${name}.${word}`)];
}

function differencesOf(name: string, wanted: Shape, given: Shape | undefined): readonly string[] {
  if (given === undefined) return [];
  if (given.kind !== wanted.kind) return [`${name} is a ${given.kind}`];
  const isInput = wanted.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION;
  return [...wanted.fields].flatMap(([field, node]) => {
    const found = given.fields.get(field);
    if (found === undefined) return [];
    const place = `${name}.${field}`;
    return isInput ? inputDifferences(place, node, found) : outputDifferences(place, node, found);
  });
}

function outputDifferences(
  place: string,
  wanted: FieldDefinitionNode | InputValueDefinitionNode,
  given: typeof wanted,
) {
  const wantedArguments = new Map(argumentsOf(wanted).map((argument) => [argument.name.value, argument]));
  return [
    ...(isAtLeast(given.type, wanted.type) ? [] : [`${place}: ${print(given.type)} is not ${print(wanted.type)}`]),
    ...argumentsOf(given).flatMap((argument) => {
      const known = wantedArguments.get(argument.name.value);
      const at = `${place}(${argument.name.value}:)`;
      if (known !== undefined) return inputDifferences(at, known, argument);
      return argument.type.kind === Kind.NON_NULL_TYPE && !argument.defaultValue ? [`${at} is required`] : [];
    }),
  ];
}

function inputDifferences(place: string, wanted: FieldDefinitionNode | InputValueDefinitionNode, given: typeof wanted) {
  const [wantedDefault, givenDefault] = [defaultOf(wanted), defaultOf(given)];
  return [
    ...(isAtLeast(wanted.type, given.type) ? [] : [`${place}: ${print(given.type)} is not ${print(wanted.type)}`]),
    ...(wantedDefault === givenDefault ? [] : [`${place}: the default is ${givenDefault}, not ${wantedDefault}`]),
  ];
}

/** Whether what promises `a` keeps the promise `b`: the same, or never null where null was allowed. */
function isAtLeast(a: TypeNode, b: TypeNode): boolean {
  if (b.kind === Kind.NON_NULL_TYPE) return a.kind === Kind.NON_NULL_TYPE && isAtLeast(a.type, b.type);
  if (a.kind === Kind.NON_NULL_TYPE) return isAtLeast(a.type, b);
  if (a.kind === Kind.LIST_TYPE) return b.kind === Kind.LIST_TYPE && isAtLeast(a.type, b.type);
  return b.kind === Kind.NAMED_TYPE && a.name.value === b.name.value;
}

function argumentsOf(field: FieldDefinitionNode | InputValueDefinitionNode): readonly InputValueDefinitionNode[] {
  return "arguments" in field ? (field.arguments ?? []) : [];
}

function defaultOf(field: FieldDefinitionNode | InputValueDefinitionNode): string | null {
  return "defaultValue" in field && field.defaultValue ? print(field.defaultValue) : null;
}
