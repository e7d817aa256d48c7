import type { z } from "zod";
import type { ConfigProblem } from "./config-error.ts";
import { formatPath, type Path, valueAt } from "./path.ts";

/** Parts of the configuration that meshgraph will have: refused by name, so that nobody believes they work. */
const NOT_YET = new Set([
  "redis",
  "aws",
  "prometheus",
  "access.oidc",
  "access.kubernetes",
  "access.clusters",
  "access.operators",
]);

/** Says what zod found in the words of who wrote the file, a problem for each key. */
export function problemsOf(error: z.ZodError, value: unknown): ConfigProblem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...issue.path, key]));
    const missing = issue.code === "invalid_type" && valueAt(value, issue.path) === undefined;
    return [{ path: issue.path, message: missing ? "is missing" : plainly(issue.message) }];
  });
}

function unknownKey(path: Path): ConfigProblem {
  const known = NOT_YET.has(formatPath(path));
  return { path, message: known ? "this part of meshgraph is not there yet" : "there is no such key" };
}

function plainly(message: string): string {
  return message.replace(/^Invalid (?:input|option): /, "");
}
