import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startApp } from "../../src/app.ts";
import { createConfig } from "../../src/config.ts";
import { startDemoFleet } from "../../src/demo/fleet.ts";
import { Lifecycle } from "../../src/lib/lifecycle.ts";
import { silent } from "../../src/lib/logger.ts";
import { eventually } from "./eventually.ts";
import { ask, type GraphAnswer } from "./graph-client.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A sentence, the query that asks for it, what to look at in the answer, and what is to be seen under any seed. */
export type SceneQuestion = readonly [
  sentence: string,
  query: string,
  seen: (answer: GraphAnswer) => unknown,
  expected: unknown,
];

export interface Scene {
  readonly seed: number;
  readonly url: string;
}

/** Running gateways over the whole demo, one for each of these seeds. All is read, and nothing happens by itself. */
export async function startScenes(...seeds: readonly number[]): Promise<AsyncDisposable & { readonly all: Scene[] }> {
  const opened = new Lifecycle();
  const all = await Promise.all(seeds.map(async (seed) => ({ seed, url: await startScene(seed, opened) })));
  return { all, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

async function startScene(seed: number, opened: Lifecycle): Promise<string> {
  const fleet = opened.use(await startDemoFleet({ seed, changesPerSecond: 0 }));
  const folder = opened.use(await temporaryFolder());
  const path = join(folder.path, "kubeconfig");
  await writeFile(path, fleet.kubeconfig, { mode: 0o600 });
  const kubernetes = { kubeconfigs: [{ path }] };
  const config = createConfig({ server: { port: 0 }, kubernetes, access: { loopback: true } }, { environment: {} });
  const { url } = opened.use(await startApp(config, { log: silent }));
  await eventually("all is read that can be", async () => {
    const { sources, meshes } = await ask(url, "{ sources { phase } meshes { nodes { clusters { totalCount } } } }");
    const phases = sources.map(({ phase }: GraphAnswer) => phase).toSorted();
    const sizes = meshes.nodes.map(({ clusters }: GraphAnswer) => clusters.totalCount);
    if (`${phases} ${sizes}` !== "DOWN,LIVE,LIVE,LIVE,LIVE,LIVE 2,2") throw new Error(`${phases} ${sizes}`);
  });
  return url;
}
