/** The options of a program, by name. */
export type Options = Readonly<Record<string, string | number>>;

/** Options as Go programs take them. */
export function flags(options: Options): string[] {
  return Object.entries(options).map(([name, value]) => `--${name}=${value}`);
}
