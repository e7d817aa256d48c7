import type { Command, Described } from "./command.ts";
import { ExitCode } from "./exit-code.ts";
import { OF_THE_LAUNCHER } from "./launcher.ts";
import { readOptions } from "./options.ts";
import { unknownCommand } from "./unknown-command.ts";

/** `help`: what the others do. */
export function helpOn(commands: readonly Command[]): Command {
  const help: Command = {
    name: "help",
    synopsis: "help [COMMAND]",
    summary: "tells about a command, or about all",
    options: {},
    run(args, world) {
      const [name] = readOptions(args, {}, { words: 1 }).words;
      const all = [...commands, help];
      const command = [...all, ...OF_THE_LAUNCHER].find((each) => each.name === name);
      if (name !== undefined && command === undefined) throw unknownCommand(name, all);
      world.print(command === undefined ? overview(all) : details(command));
      return Promise.resolve(ExitCode.ok);
    },
  };
  return help;
}

function overview(commands: readonly Described[]): string {
  return [
    "meshgraph: one graph over many Kubernetes clusters and Istio meshes",
    "",
    ...commands.map(lineOf),
    "",
    "To change meshgraph itself:",
    ...OF_THE_LAUNCHER.map(lineOf),
    "",
    "Start with: ./meshgraph demo",
  ].join("\n");
}

function lineOf({ name, summary }: Described): string {
  return `  ${name.padEnd(8)} ${summary}`;
}

function details({ synopsis, summary, options, notes = [] }: Described): string {
  const lines = Object.entries(options).map(([option, what]) => `  ${option.padEnd(18)} ${what}`);
  return [`./meshgraph ${synopsis}`, summary, ...lines, ...notes].join("\n");
}
