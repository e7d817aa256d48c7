import type { OperationDefinitionNode } from "graphql";
import { buildSchema, Kind, parse } from "graphql";
import { expect, test } from "vitest";
import { measureDocument } from "../../../src/server/limits/measure-document.ts";
import { OperationPreparer } from "../../../src/server/prepare-operation.ts";
import { defaultLimits } from "../../support/start-graph.ts";

/** [depth, root fields, aliases, directives] of one operation: the first, or the one that is named. */
function measure(text: string, name?: string): readonly [number, number, number, number] {
  const document = parse(text);
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const operation = (operations as OperationDefinitionNode[]).find(
    (each) => name === undefined || each.name?.value === name,
  );
  if (operation === undefined) throw new Error("no such operation");
  const { depth, rootFields, aliases, directives } = measureDocument(document, operation);
  return [depth, rootFields, aliases, directives];
}

test.each([
  ["a field", "{ a }", [1, 1, 0, 0]],
  ["fields in fields", "{ a { b { c } } d { e } }", [3, 2, 0, 0]],
  ["aliases at every level", "{ x: a { y: b { z: c } } c }", [3, 2, 3, 0]],
  ["an alias of a field that every type has", "{ x: __typename y: __typename __typename }", [1, 3, 2, 0]],
  ["an inline fragment, which is no level", "{ ... on Query { x: a { ... { b } } } c }", [2, 2, 1, 0]],
  ["a fragment, which is no level", "{ a { ...F } } fragment F on Query { x: b { c } }", [3, 1, 1, 0]],
  ["a fragment that is spread twice, twice", "{ ...F ...F } fragment F on Query { x: a @d b }", [1, 4, 2, 2]],
  [
    "fragments in fragments",
    "{ ...F } fragment F on Query { a { ...G } } fragment G on Query { x: b c }",
    [2, 1, 1, 0],
  ],
  ["a fragment that is not spread", "{ a } fragment F on Query { x: a @d { b } }", [1, 1, 0, 0]],
  ["a fragment that is not there", "{ a ...Nothing }", [1, 1, 0, 0]],
  ["a directive on an operation", "query @d @d { a }", [1, 1, 0, 2]],
  ["a directive on a field", "{ a @d { b @d } }", [2, 1, 0, 2]],
  ["a directive on an inline fragment", "{ ... @d { a } }", [1, 1, 0, 1]],
  ["a directive on a spread, and one on its fragment", "{ ...F @d } fragment F on Query @d { a }", [1, 1, 0, 2]],
])("%s is counted", (_what, text, expected) => {
  expect(measure(text)).toEqual(expected);
});

test.each([
  ["A", [1, 1, 0, 0]],
  ["B", [3, 2, 1, 1]],
  ["C", [2, 1, 0, 0]],
])(
  "of several operations only %s is measured when it is named, with the fragments that it spreads",
  (name, expected) => {
    const text = `query A { a } mutation B { x: a { ...F } d @d } subscription C { a { b } }
                fragment F on Query { b { c } }`;

    expect(measure(text, name)).toEqual(expected);
  },
);

test.each([
  ["itself", "{ ...A } fragment A on Query { x: a { ...A } }", [1, 1, 1, 0]],
  ["each other", "{ ...A } fragment A on Query { x: a { ...B } } fragment B on Query { y: b { ...A } }", [2, 1, 2, 0]],
])("fragments that spread %s are measured once around, and come to an end", (_whom, text, expected) => {
  expect(measure(text)).toEqual(expected);
});

/** A fragment spreads the next one twice, that one the one after it twice, and so on: 2^40 fields in 41 lines. */
function bomb(begin: string, end: string, spread = (next: string) => `...${next} ...${next}`): string {
  const levels = Array.from({ length: 40 }, (_, n) => `fragment f${n} on Query { ${spread(`f${n + 1}`)} }`);
  return `${begin} ${levels.join("\n")} fragment f40 on Query { ${end} }`;
}

const preparer = new OperationPreparer(buildSchema("type Query { a: Query name: String }"), defaultLimits);

function outcome(query: string): unknown {
  const prepared = preparer.prepare({ query });
  return "errors" in prepared ? prepared.errors[0]?.extensions?.["code"] : "accepted";
}

const levelDeeper = (next: string) => `a { ...${next} } a { ...${next} }`;

test.each([
  ["of aliases", bomb("{ a { ...f0 } }", "x: name"), [2, 1, 1e6, 0], "ALIAS_LIMIT"],
  ["of root fields", bomb("{ ...f0 }", "name"), [1, 1e6, 0, 0], "ROOT_FIELD_LIMIT"],
  ["of directives", bomb("{ a { ...f0 } }", "name @skip(if: true)"), [2, 1, 0, 1e6], "DIRECTIVE_LIMIT"],
  ["of levels", bomb("{ ...f0 }", "name", levelDeeper), [41, 2, 0, 0], "DEPTH_LIMIT"],
  ["of one field, which is harmless", bomb("{ a { ...f0 } }", "name"), [2, 1, 0, 0], "accepted"],
])(
  "a bomb %s is measured, and refused or not, in the time of its length",
  (_what, text, [depth, ...sums], expected) => {
    const begun = performance.now();

    const [measuredDepth, ...measuredSums] = measure(text);
    const measured = outcome(text);

    expect(measuredDepth).toBe(depth);
    // Beyond a million nothing is counted, but everything is refused.
    expect(measuredSums).toEqual(sums);
    expect(measured).toBe(expected);
    expect(performance.now() - begun).toBeLessThan(1000);
  },
);
