import type { World } from "./command.ts";
import { run } from "./run.ts";

/** What still runs so long after the end of a command was left behind, and must not keep the process. */
const LEFTOVERS_MS = 2000;

/** Runs the command line of this process with these programs; the process ends with its exit code. */
export async function runProcess(programs: Pick<World, "startApp" | "startDemoFleet">): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), {
    ...programs,
    print: (line) => void process.stdout.write(`${line}\n`),
    tell: (line) => void process.stderr.write(`${line}\n`),
  });
  setTimeout(() => process.exit(), LEFTOVERS_MS).unref();
}
