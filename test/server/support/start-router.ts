import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { composeServices } from "@theguild/federation-composition";
import { parse } from "graphql";
import { createRouterRuntime } from "./router-runtime.mjs";
import type { Subgraph } from "./small-subgraph.ts";

/** The supergraph of its parts. Throws what the composition refuses. */
export function compose(subgraphs: readonly Subgraph[]): string {
  const { errors, supergraphSdl } = composeServices(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (supergraphSdl !== undefined) return supergraphSdl;
  throw new AggregateError(errors ?? [], (errors ?? []).map(({ message }) => message).join("; "));
}

/** A federation router in front of its subgraphs. */
export async function startRouter(subgraphs: readonly Subgraph[]) {
  const runtime = createRouterRuntime(compose(subgraphs));
  const server = createServer(runtime);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await runtime[Symbol.asyncDispose]();
    },
  };
}
