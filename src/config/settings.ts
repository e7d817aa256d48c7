import { parseStrictYaml, type YamlProblem } from "../lib/strict-yaml.ts";
import type { ConfigProblem } from "./config-error.ts";
import { type Environment, type Override, readEnvironment } from "./environment.ts";
import { namesVariable, VariableExpansion } from "./expand.ts";
import { formatPath, type Path, valueAt, withValue } from "./path.ts";

/** What was set, before it is checked. */
export interface Settings {
  /** With variables expanded and overrides applied. */
  readonly value: unknown;
  /** As it was written: variables are named, overrides are not there. */
  readonly written: unknown;
  /** Which variable of the environment sets a path, if one does. */
  variableOf(path: Path): string | undefined;
  /** Where a path was set, for people. */
  placeOf(path: Path): string | undefined;
  /** What is wrong already. */
  readonly problems: readonly ConfigProblem[];
}

/** Settings of a file: the environment overrides it. Of a text that is no YAML nothing but that can be said. */
export function settingsOfFile(text: string, environment: Environment): Settings | readonly ConfigProblem[] {
  const yaml = parseStrictYaml(text);
  if ("problems" in yaml) return withHints(yaml.problems, text);
  const written = withoutNulls(yaml.value ?? {});
  const expansion = new VariableExpansion(environment);
  const expanded = expansion.expand(written);
  const { overrides, problems } = readEnvironment(environment);
  const lineOf = (path: Path): string => `line ${yaml.lineOf(path)}`;
  const missing = expansion.problems.map((problem) => ({ ...problem, at: lineOf(problem.path) }));
  return { ...overridden(expanded, overrides, lineOf), written, problems: [...missing, ...problems] };
}

const QUOTE_HINT = 'inside of {} and [] a variable is quoted: "${NAME}"';

/** Inside of {} and [] YAML takes the brace of `${NAME}` for one of its own. It then stumbles to the end, of which nothing is told. */
function withHints(problems: readonly YamlProblem[], text: string): ConfigProblem[] {
  const lines = text.split("\n").map((line) => line.replaceAll(/"[^"]*"|'[^']*'|\s#.*/g, ""));
  const isBare = ({ line }: YamlProblem): boolean => lines[line - 1]?.includes("${") === true;
  const first = problems.findIndex(isBare);
  const real = problems.filter((problem, index) => first === -1 || index < first || isBare(problem));
  return real.map((problem) => ({
    path: [],
    message: isBare(problem) ? `${problem.message}; ${QUOTE_HINT}` : problem.message,
    at: `line ${problem.line}`,
  }));
}

/** Settings that a program made: they override the environment, which overrides `unlessSet`. */
export function settingsOfProgram(value: object, environment: Environment, unlessSet: object): Settings {
  const { overrides, problems } = readEnvironment(environment);
  const free = overrides.filter(({ path }) => valueAt(value, path) === undefined);
  return { ...overridden(merged(unlessSet, value), free, () => undefined), written: value, problems };
}

/**
 * The settings with a number or a boolean at a path where it was written as one variable, whose text is neither. A YAML reader would
 * not know which is meant; the check does.
 */
export function withTypedVariable(settings: Settings, path: Path): Settings {
  const written = valueAt(settings.written, path);
  const text = valueAt(settings.value, path);
  const isVariable = settings.variableOf(path) !== undefined || (typeof written === "string" && namesVariable(written));
  if (!isVariable || typeof text !== "string" || !/^(?:true|false|\d{1,15})$/.test(text)) return settings;
  return { ...settings, value: withValue(settings.value, path, JSON.parse(text)) };
}

function overridden(value: unknown, overrides: readonly Override[], placeOf: (path: Path) => string | undefined) {
  const variables = new Map(overrides.map(({ path, variable }) => [formatPath(path), variable]));
  const variableOf = (path: Path): string | undefined => variables.get(formatPath(path));
  return {
    value: overrides.reduce((whole, { path, text }) => withValue(whole, path, text), value),
    variableOf,
    placeOf: (path: Path) => variableOf(path) ?? placeOf(path),
  };
}

/** Sections are merged key by key; of anything else the second stands. */
function merged(first: unknown, second: unknown): unknown {
  const areSections = [first, second].every(
    (each) => typeof each === "object" && each !== null && !Array.isArray(each),
  );
  if (!areSections) return second ?? first;
  const keys = new Set([...Object.keys(first as object), ...Object.keys(second as object)]);
  return Object.fromEntries(Array.from(keys, (key) => [key, merged(valueAt(first, [key]), valueAt(second, [key]))]));
}

/** A key with nothing after it says nothing: in YAML that is a section of which every line is commented out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const set = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(set.map(([key, part]) => [key, withoutNulls(part)]));
}
