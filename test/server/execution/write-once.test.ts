import { buildSchema, parse } from "graphql";
import type { OperationDefinitionNode } from "graphql";
import { expect, test } from "vitest";
import { Executable } from "../../../src/server/execution/execute.ts";

const schema = buildSchema(`
  type Query { pets: [Pet!]! }
  type Pet { owner: Owner, friend: Pet }
  type Owner { name: String, hidden: String }
`);

/** How often an owner's name was asked for. */
let asked = 0;

class Owner {
  hidden(): string {
    throw new Error("nobody may know");
  }
  name(): string {
    asked += 1;
    return "Ada";
  }
}

function answer(owner: Owner, query: string) {
  asked = 0;
  const document = parse(query);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const executable = new Executable({ schema, fragments: new Map(), operation });
  const pets = [{ owner }, { owner }, { friend: { owner }, owner }];
  return executable.execute({ rootValue: { pets }, context: null, variables: {} }) as {
    readonly data: unknown;
    readonly errors?: readonly { readonly path?: readonly unknown[] }[];
  };
}

test("what cannot change is written once where edges lead to it again, and stands at each place", () => {
  const { data } = answer(Object.freeze(new Owner()), "{ pets { owner { name } } }");

  expect(JSON.stringify(data)).toBe(`{"pets":[${Array.from({ length: 3 }, () => '{"owner":{"name":"Ada"}}').join()}]}`);
  expect(asked).toBe(1);
});

test("what could change is written at each place anew", () => {
  answer(new Owner(), "{ pets { owner { name } } }");

  expect(asked).toBe(3);
});

test("places that ask for other fields are written each for itself", () => {
  const { data } = answer(Object.freeze(new Owner()), "{ pets { owner { __typename } friend { owner { name } } } }");

  expect(JSON.stringify(data)).toContain('{"owner":{"__typename":"Owner"},"friend":{"owner":{"name":"Ada"}}}');
});

test("a failure is told of each place", () => {
  const { errors } = answer(Object.freeze(new Owner()), "{ pets { owner { hidden } } }");

  expect(errors?.map(({ path }) => path?.join("."))).toEqual([0, 1, 2].map((at) => `pets.${at}.owner.hidden`));
});
