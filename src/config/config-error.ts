import type { Path } from "./path.ts";
import { formatPath } from "./path.ts";

/** One thing that is wrong with a configuration. `at` says where it was written, such as `line 3` or `MESHGRAPH_PORT`. */
export interface ConfigProblem {
  readonly path: Path;
  readonly message: string;
  readonly at?: string | undefined;
}

/** A configuration cannot be used. Its message is every problem with its path, a line each. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly ConfigProblem[];

  constructor(subject: string, problems: readonly ConfigProblem[]) {
    super([`${subject} cannot be used:`, ...problems.map(formatProblem)].join("\n"));
    this.problems = problems;
  }
}

function formatProblem({ path, message, at }: ConfigProblem): string {
  if (path.length === 0) return at === undefined ? `  ${message}` : `  ${at}: ${message}`;
  return at === undefined ? `  ${formatPath(path)}: ${message}` : `  ${formatPath(path)} (${at}): ${message}`;
}
