import type { GraphQLFieldResolver, GraphQLResolveInfo } from "graphql";
import type { getMetadataStorage } from "type-graphql";
import { argsInstance, instanceOf } from "./instances.ts";

type Storage = ReturnType<typeof getMetadataStorage>;
export type HandlerMetadata = Storage["queries"][number] | Storage["fieldResolvers"][number];
type Param = NonNullable<HandlerMetadata["params"]>[number];
type Resolver = GraphQLFieldResolver<unknown, unknown>;
type Method = (...params: unknown[]) => unknown;
type ReadParam = (root: unknown, args: Record<string, unknown>, context: unknown, info: GraphQLResolveInfo) => unknown;

/** Calls a resolver's method with what its parameters ask for, at once; null when something about it needs type-graphql's own way. */
export function handlerOf(metadata: HandlerMetadata, self: (root: unknown) => object): Resolver | null {
  if (metadata.roles || (metadata.middlewares?.length ?? 0) > 0) return null;
  const params = (metadata.params ?? []).toSorted((a, b) => a.index - b.index).map(readerOf);
  if (params.includes(null)) return null;
  const readers = params as ReadParam[];
  const name = metadata.methodName;
  return (root, args, context, info) => {
    const target = self(root) as Record<string, Method>;
    const values: unknown[] = [];
    for (const read of readers) values.push(read(root, args as Record<string, unknown>, context, info));
    return target[name]?.(...values);
  };
}

function readerOf(param: Param): ReadParam | null {
  switch (param.kind) {
    case "arg":
      if (param.validateFn !== undefined) return null;
      return (_root, args) => instanceOf(param.getType(), args[param.name]);
    case "args":
      if (param.validateFn !== undefined) return null;
      return (_root, args) => argsInstance(param.getType(), args);
    case "context":
      return (_root, _args, context) => propertyOf(context, param.propertyName);
    case "root": {
      const { getType, propertyName } = param;
      if (getType === undefined) return (root) => propertyOf(root, propertyName);
      return (root) => instanceOf(getType(), propertyOf(root, propertyName));
    }
    case "info":
      return (_root, _args, _context, info) => info;
    case "custom":
    case "pubSub":
      break;
  }
  return null;
}

function propertyOf(value: unknown, name: string | undefined): unknown {
  return name === undefined ? value : (value as Record<string, unknown>)[name];
}
