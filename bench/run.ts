import "reflect-metadata";
import { ingest } from "./ingest.ts";
import type { Figure } from "./measure.ts";
import { memory } from "./memory.ts";
import { neighbour } from "./neighbour.ts";
import { push } from "./push.ts";
import { query } from "./query.ts";
import { scale } from "./scale.ts";

const benchmarks: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  query,
  ingest,
  memory,
  push,
  neighbour,
  scale: () => scale([10_000, 100_000]),
  "scale-1m": () => scale([10_000, 100_000, 1_000_000]),
};

const args = process.argv.slice(2);
const isJson = args.includes("--json");
const named = args.filter((arg) => !arg.startsWith("--"));
const unknown = named.filter((name) => !(name in benchmarks));
if (unknown.length > 0 || args.includes("--help")) {
  process.stderr.write(`npm run bench -- [--json] [${Object.keys(benchmarks).join(" | ")}]...\n`);
  process.exit(unknown.length > 0 ? 64 : 0);
}

const figures: Figure[] = [];
for (const name of named.length > 0 ? named : ["query", "ingest", "memory", "push", "neighbour", "scale"]) {
  process.stderr.write(`measuring: ${name}\n`);
  figures.push(...((await benchmarks[name]?.()) ?? []));
}
if (isJson) process.stdout.write(`${JSON.stringify(figures)}\n`);
else
  for (const { name, value, unit, baseline, ratio } of figures) {
    const against = ratio === undefined ? "" : `${ratio.toFixed(2)} x ${baseline}`;
    process.stdout.write(`${name.padEnd(46)} ${value.toFixed(1).padStart(12)} ${unit.padEnd(8)} ${against}\n`);
  }
process.exit(0);
