import "reflect-metadata";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ApolloServer } from "@apollo/server";
import fastifyApollo from "@as-integrations/fastify";
import Fastify from "fastify";
import mercurius from "mercurius";
import { serviceEntry } from "../connectors/istio/service-entry.ts";
import { cluster, mesh, object, source, watch } from "../test/support/entities.ts";
import { naiveSchema } from "../test/support/naive-schema.ts";
import { startGraph } from "../test/support/start-graph.ts";

/** What is asked: a list of 100 with ports, their cluster and its meshes, about 38 KB. */
export const QUERY = `{ serviceEntries(first: 100) { nodes {
  id name namespace uid resourceVersion createdAt labels annotations hosts addresses location resolution exportTo
  ports { number name protocol targetPort } cluster { id name version meshes { id name trustDomain } } } } }`;

const spec = {
  hosts: ["api.payments.example", "api-eu.payments.example"],
  location: "MESH_EXTERNAL",
  resolution: "DNS",
  exportTo: ["."],
  ports: [
    { number: 443, name: "tls", protocol: "TLS" },
    { number: 80, name: "http", protocol: "HTTP" },
  ],
};
const entries = Array.from({ length: 100 }, (_, number) =>
  object(serviceEntry, `eu-1/shop/entry-${String(number).padStart(3, "0")}`, {
    spec,
    labels: { app: "checkout", team: "payments" },
  }),
);
const entities = [
  cluster("eu-1", { version: "v1.37.2" }),
  mesh("retail", "eu-1"),
  source("eu-1"),
  watch("eu-1", "ServiceEntry"),
  ...entries,
];

/** Its declarations bring those of a browser along, which contradict Node's: so it is loaded without them. */
const YOGA: string = "graphql-yoga";

interface Yoga {
  readonly createYoga: (options: object) => (request: object, response: object) => void;
}

/** Starts one of the servers over the same data and gives its URL. The others have the type-graphql schema as it comes. */
export async function startServer(name: string): Promise<string> {
  const graph = await startGraph({ entities });
  if (name === "meshgraph") return `${graph.url}/graphql`;
  const context = () => graph.gateway.contextFor({ headers: {}, signal: new AbortController().signal });
  const schema = naiveSchema();
  const app = Fastify();
  switch (name) {
    case "Apollo as it comes": {
      const apollo = new ApolloServer({ schema });
      await apollo.start();
      await app.register(fastifyApollo(apollo) as never, { context: () => Promise.resolve(context()) } as never);
      break;
    }
    case "mercurius with jit":
      await app.register(mercurius as never, { schema, jit: 1, context } as never);
      break;
    case "graphql-yoga": {
      const yoga = (await import(YOGA)) as Yoga;
      return listen(createServer(yoga.createYoga({ schema, context, logging: false })));
    }
    default: {
      const answer = await fetch(`${graph.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: QUERY }),
      });
      const bytes = Buffer.from(await answer.arrayBuffer());
      return listen(
        createServer((_request, response) =>
          response.writeHead(200, { "content-type": "application/json", "content-length": bytes.length }).end(bytes),
        ),
      );
    }
  }
  await app.listen({ port: 0, host: "127.0.0.1" });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`;
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

const [, , name] = process.argv;
if (process.send !== undefined && name !== undefined) process.send(await startServer(name));
