import type { ConfigProblem } from "./config-error.ts";
import type { Environment } from "./environment.ts";
import type { Path } from "./path.ts";

const VARIABLE = /\$(\$?)\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Whether a text names a variable of the environment. */
export function namesVariable(text: string): boolean {
  return [...text.matchAll(VARIABLE)].some(([, escape]) => escape === "");
}

/**
 * Replaces `${NAME}` in every text of plain data by the variable's; `$${NAME}` stays `${NAME}`. What a variable holds is a text and
 * nothing else: it is not expanded again, and cannot add keys.
 */
export class VariableExpansion {
  readonly problems: ConfigProblem[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  expand(value: unknown, path: Path = []): unknown {
    if (typeof value === "string") return this.#expandText(value, path);
    if (Array.isArray(value)) return value.map((item, index) => this.expand(item, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, this.expand(part, [...path, key])]));
  }

  #expandText(text: string, path: Path): string {
    return text.replaceAll(VARIABLE, (whole, escape: string, name: string) => {
      if (escape !== "") return whole.slice(1);
      const value = this.#environment[name];
      if (value === undefined) this.problems.push({ path, message: `the environment has no ${name}` });
      return value ?? "";
    });
  }
}
