import type { GraphQLField, GraphQLObjectType, SelectionSetNode } from "graphql";
import { defaultFieldResolver, SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef } from "graphql";
import { collectFields } from "./collect-fields.ts";
import type { WriteObject } from "./complete.ts";
import { completerOf } from "./complete.ts";
import type { Document } from "./document.ts";
import { Field } from "./field.ts";
import { objectWriter } from "./object-writer.ts";
import { propertyField } from "./property-field.ts";
import { isPromise } from "./run.ts";

/**
 * Compiles selection sets on one type. What is below a field is compiled when an object is first met there, for its own type: so
 * nothing is compiled that data never reaches, and abstract types within abstract types do not multiply.
 */
export function compileSelection(
  document: Document,
  variables: Readonly<Record<string, unknown>>,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): WriteObject {
  const collected = collectFields({ ...document, variables }, type, sets);
  const writers: [string, WriteObject][] = [];
  for (const entry of collected) {
    const definition = definitionOf(document, type, entry[1][0].name.value);
    if (definition === undefined) continue;
    const field = new Field(document, type, definition, entry);
    const below = field.nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    writers.push([field.name, compileField(field, (inner) => compileSelection(document, variables, inner, below))]);
  }
  return objectWriter(writers);
}

function definitionOf({ schema }: Document, type: GraphQLObjectType, name: string) {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return type.getFields()[name] as GraphQLField<unknown, unknown> | undefined;
}

function compileField(field: Field, writerOf: (type: GraphQLObjectType) => WriteObject): WriteObject {
  const { definition, parent } = field;
  if (definition === TypeNameMetaFieldDef) return () => parent.name;
  const complete = completerOf(field, definition.type, writerOf);
  const resolve = definition.resolve ?? defaultFieldResolver;

  const general: WriteObject = (run, source, parentPath) => {
    const path = field.at(parentPath);
    try {
      const value = resolve(source, field.args(run), run.context, field.info(run, path));
      const completed = isPromise(value)
        ? value.then((resolved) => complete(run, resolved, path))
        : complete(run, value, path);
      if (!isPromise(completed)) return completed;
      run.promises++;
      return completed.then(undefined, (error) => field.fail(run, error, path));
    } catch (error) {
      return field.fail(run, error, path);
    }
  };
  return propertyField(field, general);
}
