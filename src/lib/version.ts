import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";

/** The version of this meshgraph, as its package says. */
export function version(): string {
  const file = findPackageJSON("..", import.meta.url);
  if (file === undefined) throw new Error("meshgraph's package.json is gone");
  const { version: text } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return text;
}
