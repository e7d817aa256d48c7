import type { ConstDirectiveNode, DefinitionNode, FieldDefinitionNode, GraphQLSchema } from "graphql";
import { Kind, parse, print, printSchema } from "graphql";
import type { EntityTypes } from "./node.ts";

/** What is imported is what is used. Source: specs.apollo.dev/federation/v2.3. */
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])`;

const KEY: ConstDirectiveNode = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: "key" },
  arguments: [
    { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: "fields" }, value: { kind: Kind.STRING, value: "id" } },
  ],
};
const SHAREABLE: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: "shareable" } };

/** Types that mean the same wherever they are declared, so that each subgraph may have its own. */
const VALUES: ReadonlySet<string> = new Set(["PageInfo"]);

/** What a router adds by itself. */
const OF_ROUTERS: ReadonlySet<string> = new Set(["_Any", "_Entity", "_Service", "_entities", "_service"]);

/** A schema as a subgraph has it: objects that are found by id have it as their key, and what serves routers is left out. */
export function subgraphSdl(schema: GraphQLSchema, types: EntityTypes): string {
  const { definitions } = parse(printSchema(schema), { noLocation: true });
  const kept = definitions.filter((definition) => !("name" in definition && isOfRouters(definition.name?.value)));
  return `${LINK}\n\n${kept.map((definition) => print(asOfSubgraph(definition, types))).join("\n\n")}\n`;
}

function asOfSubgraph(definition: DefinitionNode, types: EntityTypes): DefinitionNode {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return definition;
  const name = definition.name.value;
  const fields = definition.fields?.filter((field: FieldDefinitionNode) => !isOfRouters(field.name.value)) ?? [];
  const directives = [...(types.has(name) ? [KEY] : []), ...(VALUES.has(name) ? [SHAREABLE] : [])];
  return { ...definition, fields, directives };
}

function isOfRouters(name: string | undefined): boolean {
  return name !== undefined && OF_ROUTERS.has(name);
}
