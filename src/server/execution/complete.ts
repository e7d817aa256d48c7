import type { GraphQLAbstractType, GraphQLLeafType, GraphQLList, GraphQLObjectType, GraphQLOutputType } from "graphql";
import {
  defaultTypeResolver,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  locatedError,
  responsePathAsArray,
} from "graphql";
import { inspect } from "node:util";
import type { Field } from "./field.ts";
import { plainScalar } from "./plain-scalar.ts";
import type { Path, Run } from "./run.ts";
import { isPromise } from "./run.ts";
import { writeOnce } from "./write-once.ts";

/** Makes of what a resolver gave what the answer has, or a promise of it. Throws when it is not of the field's type. */
export type Complete = (run: Run, value: unknown, path: NonNullable<Path>) => unknown;

/** Writes the selected fields of an object. */
export type WriteObject = (run: Run, source: unknown, path: Path) => unknown;

/** How objects of a type are written at the place that is being compiled. */
export type WriterOf = (type: GraphQLObjectType) => WriteObject;

/** Writes an object where it stands: each item of a list anew, but what an edge leads to again and again once. */
type Write = (run: Run, write: WriteObject, source: unknown, path: Path) => unknown;

const writeAnew: Write = (run, write, source, path) => write(run, source, path);

export function completerOf(
  field: Field,
  type: GraphQLOutputType,
  writerOf: WriterOf,
  writing: Write = writeOnce,
): Complete {
  if (isNonNullType(type)) return nonNull(field, completerOf(field, type.ofType, writerOf, writing));
  const present = isListType(type)
    ? list(field, type, writerOf)
    : isLeafType(type)
      ? leaf(type)
      : isObjectType(type)
        ? object(field, type, writerOf, writing)
        : abstract(field, type, writerOf, writing);
  return (run, value, path) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    return present(run, value, path);
  };
}

function nonNull(field: Field, complete: Complete): Complete {
  const checked = (value: unknown): unknown => {
    if (value !== null) return value;
    throw new Error(`Cannot return null for non-nullable field ${nameOf(field)}.`);
  };
  return (run, value, path) => {
    const completed = complete(run, value, path);
    // As graphql-js: a promise is no null, and what it becomes was checked inside.
    return checked(completed);
  };
}

function leaf(type: GraphQLLeafType): Complete {
  const plain = plainScalar(type);
  return (_run, value) => {
    if (plain(value)) return value;
    const serialized: unknown = type.serialize(value);
    if (serialized === null || serialized === undefined)
      throw new Error(`Expected a value of type "${type.name}", but it was serialized to ${String(serialized)}`);
    return serialized;
  };
}

function list(field: Field, type: GraphQLList<GraphQLOutputType>, writerOf: WriterOf): Complete {
  const itemType = type.ofType;
  const complete = completerOf(field, itemType, writerOf, writeAnew);
  const nullable = !isNonNullType(itemType);

  function fail(run: Run, error: unknown, path: NonNullable<Path>): null {
    const located = locatedError(error, field.nodes, responsePathAsArray(path));
    if (!nullable) throw located;
    run.report(located, path);
    return null;
  }

  function item(run: Run, value: unknown, path: NonNullable<Path>): unknown {
    try {
      const completed = isPromise(value)
        ? value.then((resolved) => complete(run, resolved, path))
        : complete(run, value, path);
      return isPromise(completed) ? completed.then(undefined, (error) => fail(run, error, path)) : completed;
    } catch (error) {
      return fail(run, error, path);
    }
  }

  return (run, value, path) => {
    if (typeof value !== "object" || !(Symbol.iterator in (value as object)))
      throw new TypeError(`Expected Iterable, but did not find one for field "${nameOf(field)}".`);
    const items: unknown[] = [];
    let promised = false;
    try {
      for (const each of value as Iterable<unknown>) {
        const completed = item(run, each, { prev: path, key: items.length, typename: undefined });
        promised ||= isPromise(completed);
        items.push(completed);
      }
    } catch (error) {
      // The list is given up; what is still coming must not end the process.
      if (promised) Promise.allSettled(items).catch(() => {});
      throw error;
    }
    return promised ? Promise.all(items) : items;
  };
}

function object(field: Field, type: GraphQLObjectType, writerOf: WriterOf, writing: Write): Complete {
  let known: WriteObject | undefined;
  const { isTypeOf } = type;
  if (typeof isTypeOf !== "function")
    return (run, value, path) => writing(run, (known ??= writerOf(type)), value, path);

  const write = (run: Run, value: unknown, path: Path, fits: boolean): unknown => {
    if (!fits) throw new TypeError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`);
    return writing(run, (known ??= writerOf(type)), value, path);
  };
  return (run, value, path) => {
    const fits = isTypeOf(value, run.context, field.info(run, path));
    return isPromise(fits) ? fits.then((answer) => write(run, value, path, answer)) : write(run, value, path, fits);
  };
}

function abstract(field: Field, type: GraphQLAbstractType, writerOf: WriterOf, writing: Write): Complete {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const known = new Map<unknown, Complete>();
  const completeAs = (name: unknown): Complete => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const complete = object(field, concrete(field, type, name), writerOf, writing);
    known.set(name, complete);
    return complete;
  };
  return (run, value, path) => {
    const name = resolveType(value, run.context, field.info(run, path), type);
    return isPromise(name)
      ? name.then((answer) => completeAs(answer)(run, value, path))
      : completeAs(name)(run, value, path);
  };
}

function concrete(field: Field, type: GraphQLAbstractType, name: unknown): GraphQLObjectType {
  const { schema } = field.document;
  if (name === null || name === undefined)
    throw new TypeError(`Abstract type "${type.name}" must resolve to an Object type for field "${nameOf(field)}".`);
  const found = typeof name === "string" ? schema.getType(name) : undefined;
  if (!isObjectType(found) || !schema.isSubType(type, found))
    throw new TypeError(
      `Runtime Object type "${typeof name === "string" ? name : typeof name}" is not a possible type for "${type.name}".`,
    );
  return found;
}

function nameOf({ parent, definition }: Field): string {
  return `${parent.name}.${definition.name}`;
}
