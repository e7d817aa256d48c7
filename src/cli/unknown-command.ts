import type { Described } from "./command.ts";
import { OF_THE_LAUNCHER } from "./launcher.ts";
import { nearest } from "./nearest.ts";
import { UsageError } from "./usage-error.ts";

/** Says that there is no such command, and which one may have been meant. */
export function unknownCommand(word: string, commands: readonly Pick<Described, "name">[]): UsageError {
  const ofLauncher = OF_THE_LAUNCHER.map(({ name }) => name);
  if (ofLauncher.includes(word)) return new UsageError(`${word} is run by the launcher, ./meshgraph in a clone`);
  const meant = nearest(word, [...commands.map(({ name }) => name), ...ofLauncher]);
  const hint = meant === undefined ? "" : `: did you mean ${meant}?`;
  return new UsageError(`there is no command ${JSON.stringify(word)}${hint}`);
}
