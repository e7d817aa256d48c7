import type { ConfigProblem } from "./config-error.ts";
import type { Path } from "./path.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A value that the environment sets, whatever the file says. */
export interface Override {
  readonly path: Path;
  readonly variable: string;
  readonly text: string;
}

const OVERRIDES: readonly Omit<Override, "text">[] = [
  { variable: "MESHGRAPH_PORT", path: ["server", "port"] },
  { variable: "MESHGRAPH_LOG_LEVEL", path: ["log", "level"] },
];

/** Variables whose part is not there yet: better refused than not heard. */
const NOT_YET = ["MESHGRAPH_REDIS_URL"];

/** What the environment sets, and what is wrong with it. An empty variable counts as none. */
export function readEnvironment(environment: Environment): { overrides: Override[]; problems: ConfigProblem[] } {
  const textOf = (variable: string): string => environment[variable] ?? "";
  const overrides = OVERRIDES.map((each) => ({ ...each, text: textOf(each.variable) }));
  const message = "this part of meshgraph is not there yet";
  return {
    overrides: overrides.filter(({ text }) => text !== ""),
    problems: NOT_YET.filter((variable) => textOf(variable) !== "").map((at) => ({ path: [], at, message })),
  };
}
