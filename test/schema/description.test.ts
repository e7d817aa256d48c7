import { isEnumType, isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType } from "graphql";
import type { GraphQLNamedType } from "graphql";
import { expect, test } from "vitest";
import { naiveSchema } from "../support/naive-schema.ts";

const roots = new Set(["Query", "Mutation", "Subscription"]);
const types = Object.values(naiveSchema().getTypeMap()).filter((type) => !isIntrospectionType(type));

test("everything in the schema says what it is", () => {
  expect(types.flatMap(undescribed)).toEqual([]);
});

test("there is something to look at", () => {
  expect(types.length).toBeGreaterThan(50);
});

function undescribed(type: GraphQLNamedType): readonly string[] {
  const own = type.description || roots.has(type.name) ? [] : [type.name];
  if (isEnumType(type))
    return [
      ...own,
      ...type.getValues().flatMap(({ name, description }) => (description ? [] : [`${type.name}.${name}`])),
    ];
  if (isInputObjectType(type))
    return [
      ...own,
      ...Object.values(type.getFields()).flatMap((field) => (field.description ? [] : [`${type.name}.${field.name}`])),
    ];
  if (!isObjectType(type) && !isInterfaceType(type)) return own;
  const fields = Object.values(type.getFields()).flatMap((field) => [
    ...(field.description ? [] : [`${type.name}.${field.name}`]),
    ...field.args.flatMap(({ name, description }) => (description ? [] : [`${type.name}.${field.name}(${name}:)`])),
  ]);
  return [...own, ...fields];
}
