import { inspect } from "node:util";
import { ConfigError } from "../config.ts";
import type { Command, World } from "./command.ts";
import { config } from "./config.ts";
import { demo } from "./demo.ts";
import { ExitCode } from "./exit-code.ts";
import { helpOn } from "./help.ts";
import { ListenError } from "./listen-error.ts";
import { serve } from "./serve.ts";
import { unknownCommand } from "./unknown-command.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

const WORKING: readonly Command[] = [demo, serve, config, version];
const help = helpOn(WORKING);
const COMMANDS: readonly Command[] = [...WORKING, help];

/** Other ways in which people ask. */
const ALIASES: Readonly<Record<string, string>> = {
  "--help": "help",
  "-h": "help",
  "--version": "version",
  "-v": "version",
};

/** Runs one command line to its end. Whatever happens is told, and is the exit code. */
export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const [word = "help", ...rest] = args;
  const name = ALIASES[word] ?? word;
  const command = COMMANDS.find((each) => each.name === name);
  try {
    if (command === undefined) throw unknownCommand(word, COMMANDS);
    if (rest.includes("--help") || rest.includes("-h")) return await help.run([name], world);
    return await command.run(rest, world);
  } catch (error) {
    return explain(error, command, world);
  }
}

function explain(error: unknown, command: Command | undefined, world: World): ExitCode {
  if (error instanceof UsageError) {
    world.tell(`meshgraph: ${error.message}`);
    world.tell(`try: ./meshgraph help${command === undefined || command === help ? "" : ` ${command.name}`}`);
    return ExitCode.usage;
  }
  if (error instanceof ConfigError) {
    world.tell(error.message);
    return ExitCode.config;
  }
  if (error instanceof ListenError) {
    world.tell(`meshgraph: ${error.message}`);
    return error.exitCode;
  }
  world.tell(`meshgraph failed: ${inspect(error)}`);
  return ExitCode.failed;
}
