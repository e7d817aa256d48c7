import type { Config } from "../config.ts";
import { createLogger } from "../log.ts";
import type { RunningApp, World } from "./command.ts";
import { explainListening, type ListenKeys } from "./listen-error.ts";
import { aborted } from "./run-until-signal.ts";

export interface ServeOptions {
  /** How the address of the gateway is chosen, for who must choose another. */
  readonly keys: ListenKeys;
  /** Is told the gateway's URL. */
  readonly ready?: (url: string) => void;
}

/** Runs the gateway until the signal. Throws ListenError when its address cannot be listened on. */
export async function serveApp(config: Config, world: World, stop: AbortSignal, options: ServeOptions): Promise<void> {
  await using app = await start(config, world, stop, options.keys);
  if (stop.aborted) {
    world.tell("meshgraph was stopped before it was ready");
    return;
  }
  const url = new URL("/graphql", app.url).href;
  world.tell(`meshgraph is ready: ${url}`);
  options.ready?.(url);
  await aborted(stop);
  world.tell("meshgraph is stopping; a second signal stops it at once");
}

async function start(config: Config, world: World, signal: AbortSignal, keys: ListenKeys): Promise<RunningApp> {
  try {
    return await world.startApp(config, { log: createLogger(config.log.level), signal });
  } catch (error) {
    throw explainListening(error, config.server, keys);
  }
}
