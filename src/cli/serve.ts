import { loadConfig } from "../config.ts";
import type { Command } from "./command.ts";
import { ExitCode } from "./exit-code.ts";
import { readOptions } from "./options.ts";
import { runUntilSignal } from "./run-until-signal.ts";
import { serveApp } from "./serve-app.ts";

/** `serve`: the gateway over the clusters of a configuration. */
export const serve: Command = {
  name: "serve",
  synopsis: "serve [--config meshgraph.yaml]",
  summary: "serves the graph of the clusters that a configuration names",
  options: {
    "--config, -c FILE": "the configuration; else $MESHGRAPH_CONFIG, else meshgraph.yaml in the working folder",
  },
  async run(args, world) {
    const { values } = readOptions(args, { config: { short: "c" } });
    const { config } = await loadConfig(values.config);
    await runUntilSignal((stop) => serveApp(config, world, stop));
    return ExitCode.ok;
  },
};
