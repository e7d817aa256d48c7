import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs everything that CI runs, tells what was skipped and why, and ends with a line of sums. With CI=true a skip is a failure. */

const folder = mkdtempSync(join(tmpdir(), "meshgraph-test-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

function npmRun(script, args = [], env = {}) {
  console.log(`\n=== npm run ${script}`);
  const { status } = spawnSync("npm", ["run", "--silent", script, ...(args.length > 0 ? ["--", ...args] : [])], {
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  return status === 0;
}

/** The checks are one test: they pass or they do not. */
function check() {
  return npmRun("check")
    ? { passed: 1, failed: [], skipped: [] }
    : { passed: 0, failed: ["npm run check"], skipped: [] };
}

/** A run that ends badly has failed, also where no test says so. */
function vitest(script) {
  const file = join(folder, `${script.replace(":", "-")}.json`);
  const reporters = ["--reporter=default", "--reporter=./test/support/tally-reporter.mjs"];
  const ended = npmRun(script, reporters, { MESHGRAPH_TALLY: file });
  const tally = read(file) ?? { passed: 0, failed: [], skipped: [] };
  return ended || tally.failed.length > 0 ? tally : { ...tally, failed: [`npm run ${script}`] };
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

const tallies = [check(), vitest("test"), vitest("test:real")];
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
const failed = tallies.flatMap((tally) => tally.failed);
const skipped = tallies.flatMap((tally) => tally.skipped);
const strict = process.env["CI"] === "true";

console.log("");
for (const name of failed) console.log(`FAILED   ${name}`);
for (const name of skipped) console.log(`SKIPPED  ${name}`);
if (strict && skipped.length > 0) console.log("With CI=true nothing may be skipped.");
console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
process.exitCode = failed.length > 0 || (strict && skipped.length > 0) ? 1 : 0;
