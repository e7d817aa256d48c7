import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { z } from "zod";
import { deepFreeze, type DeepReadonly } from "../lib/deep-freeze.ts";
import { ConfigError } from "./config-error.ts";
import type { Environment } from "./environment.ts";
import { problemsOf } from "./issues.ts";
import { formatPath } from "./path.ts";
import { printSettings } from "./print.ts";
import { configSchema } from "./schema.ts";
import { type Settings, settingsOfFile, settingsOfProgram, withTypedVariable } from "./settings.ts";

/** The configuration, checked and frozen. Durations are milliseconds, sizes bytes, paths absolute. */
export type Config = DeepReadonly<z.output<ReturnType<typeof configSchema>>>;

export interface LoadedConfig {
  readonly config: Config;
  readonly file: string;
  /** Every value with its origin, as YAML. What a variable holds is not shown. */
  readonly print: () => string;
}

/**
 * Loads the file that is named, else the one that MESHGRAPH_CONFIG names, else meshgraph.yaml in the working folder.
 * Throws ConfigError with every problem.
 */
export async function loadConfig(
  named?: string,
  environment: Environment = process.env,
  folder: string = process.cwd(),
): Promise<LoadedConfig> {
  const name = [named, environment["MESHGRAPH_CONFIG"]].find((each) => each !== undefined && each !== "");
  const file = resolve(folder, name ?? "meshgraph.yaml");
  const settings = settingsOfFile(await readText(file), environment);
  if (!("value" in settings)) throw new ConfigError(file, settings);
  const checked = check(settings, dirname(file), file);
  return { config: checked.config, file, print: () => printSettings(checked.settings) };
}

/**
 * Checks what a program sets. What that leaves open the environment may set, and what both leave open is `unlessSet`'s.
 * Throws ConfigError with every problem.
 */
export function createConfig(
  settings: object,
  { unlessSet = {}, environment = process.env }: { unlessSet?: object; environment?: Environment } = {},
): Config {
  return check(settingsOfProgram(settings, environment, unlessSet), process.cwd(), "the configuration").config;
}

function check(settings: Settings, base: string, subject: string): { config: Config; settings: Settings } {
  const schema = configSchema(base);
  const first = schema.safeParse(settings.value);
  const typed = (first.error?.issues ?? []).reduce((before, { path }) => withTypedVariable(before, path), settings);
  const parsed = typed === settings ? first : schema.safeParse(typed.value);
  // Of a value that is not there yet nothing else can be said.
  const told = new Set(settings.problems.map(({ path }) => formatPath(path)));
  const found = parsed.success
    ? []
    : problemsOf(parsed.error, typed.value).filter(({ path }) => path.length === 0 || !told.has(formatPath(path)));
  const problems = [...settings.problems, ...found.map((each) => ({ ...each, at: settings.placeOf(each.path) }))];
  if (!parsed.success || problems.length > 0) throw new ConfigError(subject, problems);
  return { config: deepFreeze(parsed.data), settings: typed };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new ConfigError(file, [{ path: [], message: UNREADABLE[code] ?? `it cannot be read (${code})` }]);
  }
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file; --config or MESHGRAPH_CONFIG names another",
  EISDIR: "it is a folder; --config or MESHGRAPH_CONFIG names a file",
};
