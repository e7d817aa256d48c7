import type { Described } from "./command.ts";

/** What the launcher does itself, in a clone and before there is a build to ask: for who changes meshgraph. */
export const OF_THE_LAUNCHER: readonly Described[] = [
  { name: "test", synopsis: "test", summary: "runs everything that CI runs", options: {} },
  {
    name: "check",
    synopsis: "check",
    summary: "checks types, lint, format, dead code and generated files",
    options: {},
  },
  { name: "dev", synopsis: "dev", summary: "runs the demo, again at each change; takes its options", options: {} },
  { name: "generate", synopsis: "generate", summary: "writes the files that are generated and committed", options: {} },
  { name: "format", synopsis: "format", summary: "formats the sources", options: {} },
];
