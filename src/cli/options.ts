import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { UsageError } from "./usage-error.ts";

/** Reads a command's options, all of which take a value. Throws UsageError for one that there is not, and for words that nobody asked for. */
export function readOptions<const Name extends string>(
  args: readonly string[],
  names: Readonly<Record<Name, { readonly short?: string }>>,
  { words = 0 }: { words?: number } = {},
): { readonly values: Readonly<Partial<Record<Name, string>>>; readonly words: readonly string[] } {
  const options = Object.fromEntries(
    Object.entries<{ readonly short?: string }>(names).map(([name, { short }]) => [
      name,
      { type: "string", ...(short !== undefined && { short }) },
    ]),
  ) satisfies ParseArgsOptionsConfig;
  const { values, positionals } = parsed(withNegatives(args), options);
  const surplus = positionals[words];
  if (surplus !== undefined) throw new UsageError(`nothing is known about ${JSON.stringify(surplus)} here`);
  return { values: values as Partial<Record<Name, string>>, words: positionals };
}

/** A number with a minus is a value, wrong as it may be, and no option: `--port -1` becomes `--port=-1`. */
function withNegatives(args: readonly string[]): string[] {
  return args.reduce<string[]>((before, arg) => {
    const name = before.at(-1);
    const isValue = /^-\d/.test(arg) && name !== undefined && /^--[^=]+$/.test(name);
    return isValue ? [...before.slice(0, -1), `${name}=${arg}`] : [...before, arg];
  }, []);
}

function parsed(args: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    // Node's advice on how to write a file name that begins with a dash helps nobody here.
    const [sentence = ""] = (error instanceof Error ? error.message : String(error)).split(/\.\s/);
    const [, name] = /(--[\w-]+).* argument /.exec(sentence) ?? [];
    throw new UsageError(name === undefined ? sentence : `${name} expects a value`);
  }
}

/** A whole number that an option was given. */
export function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) throw new UsageError(`--${name} expects a whole number`);
  return number;
}
