import { loadConfig } from "../config.ts";
import type { Command } from "./command.ts";
import { ExitCode } from "./exit-code.ts";
import { readOptions } from "./options.ts";
import { runUntilSignal } from "./run-until-signal.ts";
import { serveApp } from "./serve-app.ts";
import { UsageError } from "./usage-error.ts";

/** How the address is chosen. */
const KEYS = { port: "server.port or MESHGRAPH_PORT", host: "server.host" } as const;

/** `serve`: the gateway over the clusters of a configuration. */
export const serve: Command = {
  name: "serve",
  synopsis: "serve [--config meshgraph.yaml]",
  summary: "serves the graph of the clusters that a configuration names",
  options: {
    "--config, -c FILE": "the configuration; else $MESHGRAPH_CONFIG, else meshgraph.yaml in the working folder",
  },
  notes: ["The port is server.port of the configuration, or MESHGRAPH_PORT; the host is server.host."],
  async run(args, world) {
    const { values } = readOptions(args, { config: { short: "c" }, port: {}, host: {} });
    if (values.port !== undefined)
      throw new UsageError("the port of serve is server.port of the configuration, or MESHGRAPH_PORT");
    if (values.host !== undefined) throw new UsageError("the host of serve is server.host of the configuration");
    const { config } = await loadConfig(values.config);
    await runUntilSignal((stop) => serveApp(config, world, stop, { keys: KEYS }));
    return ExitCode.ok;
  },
};
