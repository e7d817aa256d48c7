import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { buildSchema, graphql } from "graphql";

/** A part of a supergraph, as it is composed. */
export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** The definitions of another subgraph: the directives that it uses are imported for it. */
export function sdlOf(definitions: string): string {
  const used = ["@key", "@shareable", "@override"].filter((name) => definitions.includes(name));
  const imported = used.map((name) => `"${name}"`).join(", ");
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: [${imported}])\n${definitions}`;
}

interface SmallSubgraphOptions {
  /** Its types, with directives. */
  readonly definitions: string;
  /** Its types that are found by a key. */
  readonly entities: readonly string[];
  /** Its root fields, and `_entities`; objects have a `__typename`. */
  readonly root: Readonly<Record<string, unknown>>;
}

/** Another subgraph, at its simplest, on a port of its own. Keeps the queries that it was asked. */
export async function startSmallSubgraph({ definitions, entities, root: rootValue }: SmallSubgraphOptions) {
  const asked: string[] = [];
  const ofRouters = `scalar _Any union _Entity = ${entities.join(" | ")}
    extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`;
  const schema = buildSchema(`${definitions} ${ofRouters}`, { assumeValidSDL: true });
  const server = createServer((request, response) => {
    void (async () => {
      const { query, variables } = (await json(request)) as { query: string; variables?: Record<string, unknown> };
      asked.push(query);
      const answer = await graphql({ schema, source: query, variableValues: variables ?? {}, rootValue });
      response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
    })();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    name: "small",
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    sdl: sdlOf(definitions),
    asked,
    [Symbol.asyncDispose]: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
