import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from "graphql";
import { isObjectType } from "graphql";
import { getMetadataStorage } from "type-graphql";
import { declarePureRead, UNREAD } from "../execution/pure-reads.ts";
import type { HandlerMetadata } from "./handler.ts";
import { handlerOf } from "./handler.ts";

type Field = GraphQLField<unknown, unknown>;

/**
 * Puts plain functions in the place of type-graphql's resolvers, which make each resolver that has an argument async and each other
 * field a walk through middlewares. Where authorization, middlewares, validation or a parameter decorator of one's own is used,
 * type-graphql's resolver stays.
 */
export function simplifyResolvers(schema: GraphQLSchema, resolvers: readonly Function[]): void {
  const { queries, mutations, subscriptions, objectTypes } = getMetadataStorage();
  const instanceFor = instances(resolvers);
  const classes = new Map(objectTypes.map(({ name, target }) => [name, target]));
  const handlers = new Map<GraphQLObjectType | null | undefined, readonly HandlerMetadata[]>([
    [schema.getQueryType(), queries],
    [schema.getMutationType(), mutations],
    [schema.getSubscriptionType(), subscriptions],
  ]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const target = classes.get(type.name);
    for (const field of Object.values(type.getFields())) {
      for (const handler of handlers.get(type) ?? []) attach(field, handler, instanceFor);
      if (target !== undefined) simplify(field, target, instanceFor);
    }
  }
}

type Instances = (declared: Function) => object | undefined;

/** The instance of the resolver class that is, or inherits from, the class that declares a handler. */
function instances(resolvers: readonly Function[]): Instances {
  const made = resolvers.map((type) => [type, new (type as new () => object)()] as const);
  return (declared) => made.find(([type]) => inherits(type, declared))?.[1];
}

function inherits(type: Function, from: Function): boolean {
  return type === from || type.prototype instanceof from;
}

function attach(field: Field, handler: HandlerMetadata, instanceFor: Instances): boolean {
  const self = handler.schemaName === field.name ? instanceFor(handler.target) : undefined;
  if (self === undefined) return false;
  const resolve = handlerOf(handler, () => self);
  if (resolve !== null) field.resolve = resolve;
  return true;
}

/** An edge that a resolver class adds, else a getter or a method of the class, else a property. An interface is a base class here. */
function simplify(field: Field, target: Function, instanceFor: Instances): void {
  const { objectTypes, interfaceTypes, fieldResolvers } = getMetadataStorage();
  const own = fieldResolvers.filter((each) => each.schemaName === field.name && inherits(target, classOf(each)));
  if (own.some((each) => each.kind === "external" && attach(field, each, instanceFor))) return;

  const member = own.find(({ kind }) => kind === "internal");
  if (member !== undefined) return readMember(field, member);

  const declared = [...objectTypes, ...interfaceTypes].filter((each) => inherits(target, each.target));
  const property = declared.flatMap(({ fields }) => fields ?? []).find(({ schemaName }) => schemaName === field.name);
  if (property === undefined || property.roles || property.middlewares?.length) return;
  const { name } = property;
  setRead(field, (source) => (source as Record<string, unknown>)[name]);
}

function classOf({ getObjectType, target }: ReturnType<typeof getMetadataStorage>["fieldResolvers"][number]): Function {
  return getObjectType?.() ?? target;
}

/** An object that is no instance of the class must become one first, which is left to type-graphql. */
function readMember(field: Field, member: HandlerMetadata): void {
  const { target, methodName } = member;
  const original = field.resolve;
  if (original === undefined) return;
  if (typeof Object.getOwnPropertyDescriptor(target.prototype, methodName)?.value === "function") {
    const call = handlerOf(member, (root) => root as object);
    field.resolve = (root, args, context, info) =>
      (root instanceof target && call !== null ? call : original)(root, args, context, info);
    return;
  }
  if (member.roles || member.middlewares?.length) return;
  const read = (source: object): unknown =>
    source instanceof target ? (source as Record<string, unknown>)[methodName] : UNREAD;
  setRead(field, read, original);
}

function setRead(field: Field, read: (source: object) => unknown, otherwise?: Field["resolve"]): void {
  const resolve: Field["resolve"] = (source, args, context, info) => {
    const value = read(source as object);
    return value === UNREAD ? otherwise?.(source, args, context, info) : value;
  };
  declarePureRead(resolve, read);
  field.resolve = resolve;
}
