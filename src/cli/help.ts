import type { Command } from "./command.ts";
import { ExitCode } from "./exit-code.ts";
import { readOptions } from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** What the launcher does itself, before there is a build to ask. */
const OF_THE_LAUNCHER = [
  { name: "test", synopsis: "test", summary: "runs everything that CI runs", options: {} },
  {
    name: "check",
    synopsis: "check",
    summary: "checks types, lint, format, dead code and generated files",
    options: {},
  },
];

/** `help`: what the others do. */
export function helpOn(commands: readonly Command[]): Command {
  const help: Command = {
    name: "help",
    synopsis: "help [COMMAND]",
    summary: "tells about a command, or about all",
    options: {},
    run(args, world) {
      const [name] = readOptions(args, {}, { words: 1 }).words;
      const all = [...commands, ...OF_THE_LAUNCHER, help];
      const command = all.find((each) => each.name === name);
      if (name !== undefined && command === undefined)
        throw new UsageError(`there is no command ${JSON.stringify(name)}`);
      world.print(command === undefined ? overview(all) : details(command));
      return Promise.resolve(ExitCode.ok);
    },
  };
  return help;
}

type Described = Pick<Command, "name" | "synopsis" | "summary" | "options">;

function overview(commands: readonly Described[]): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`);
  return [
    "meshgraph: one graph over many Kubernetes clusters and Istio meshes",
    "",
    ...lines,
    "",
    "Start with: ./meshgraph demo",
  ].join("\n");
}

function details({ synopsis, summary, options }: Described): string {
  const lines = Object.entries(options).map(([option, what]) => `  ${option.padEnd(18)} ${what}`);
  return [`./meshgraph ${synopsis}`, summary, ...lines].join("\n");
}
