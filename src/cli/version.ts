import { version as packageVersion } from "../lib/version.ts";
import type { Command } from "./command.ts";
import { ExitCode } from "./exit-code.ts";
import { readOptions } from "./options.ts";

/** `version`: which meshgraph this is, and what it runs on. */
export const version: Command = {
  name: "version",
  synopsis: "version",
  summary: "prints which meshgraph this is",
  options: {},
  run(args, world) {
    readOptions(args, {});
    world.print(`meshgraph ${packageVersion()} (node ${process.version}, ${process.platform} ${process.arch})`);
    return Promise.resolve(ExitCode.ok);
  },
};
