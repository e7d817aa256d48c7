import type { Config } from "../config.ts";
import { createLogger } from "../log.ts";
import type { World } from "./command.ts";
import { aborted } from "./run-until-signal.ts";

/** Runs the gateway until the signal. `ready` is told its URL. */
export async function serveApp(
  config: Config,
  world: World,
  stop: AbortSignal,
  ready: (url: string) => void = () => {},
): Promise<void> {
  const starting = world.startApp(config, { log: createLogger(config.log.level) });
  const started = await Promise.race([starting, aborted(stop)]);
  if (started === undefined) {
    world.tell("meshgraph was stopped before it was ready");
    // Whatever it has opened by then ends with the process.
    starting.catch(() => {});
    return;
  }
  await using app = started;
  const url = new URL("/graphql", app.url).href;
  world.tell(`meshgraph is ready: ${url}`);
  ready(url);
  await aborted(stop);
  world.tell("meshgraph is stopping; a second signal stops it at once");
}
