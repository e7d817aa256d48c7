import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "../../../src/app.ts";
import { startApp } from "../../../src/app.ts";
import { createConfig } from "../../../src/config.ts";
import { silent } from "../../../src/lib/logger.ts";
import { ask } from "../../support/graph-client.ts";
import type { ControlPlane } from "./control-plane.ts";

/** A gateway over control planes, each a cluster of its name, reached at another address where one is given. */
export async function startGateway(
  folder: { readonly path: string },
  planes: Readonly<Record<string, ControlPlane>>,
  addresses: Readonly<Record<string, string>> = {},
): Promise<App> {
  for (const [name, plane] of Object.entries(planes)) {
    const kubeconfig = plane.kubeconfig(name).replace(plane.url, addresses[name] ?? plane.url);
    await writeFile(join(folder.path, name), kubeconfig);
  }
  const config = createConfig({
    server: { port: 0 },
    kubernetes: { kubeconfigs: [{ path: folder.path }] },
    access: { loopback: true },
  });
  return startApp(config, { log: silent });
}

/** How well a cluster is heard. */
export async function phaseOf(url: string, cluster: string): Promise<string> {
  const { sources } = await ask(
    url,
    `query ($c: [String!]) { sources(filter: { clusters: $c, kinds: ["kubernetes"] }) { phase } }`,
    { c: [cluster] },
  );
  return sources[0].phase;
}

/** The resources of a cluster that are not watched at the moment. */
export async function unheardOf(url: string, cluster: string): Promise<string[]> {
  const { sources } = await ask(
    url,
    `query ($c: [String!]) { sources(filter: { clusters: $c, kinds: ["kubernetes"] }) { watches { resource phase } } }`,
    { c: [cluster] },
  );
  return sources[0].watches
    .filter(({ phase }: { phase: string }) => phase !== "WATCHING")
    .map(({ resource }: { resource: string }) => resource);
}

/** How many of a cluster's watches ended for that reason. */
export async function restartsOf({ operationsUrl }: App, cluster: string, reason: string): Promise<number> {
  const text = await (await fetch(`${operationsUrl}/metrics`)).text();
  const lines = text
    .split("\n")
    .filter((line) => line.startsWith("meshgraph_watch_restarts"))
    .filter((line) => line.includes(`cluster="${cluster}"`) && line.includes(`reason="${reason}"`));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
}
