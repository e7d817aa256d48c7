import { spawn } from "node:child_process";
import { once } from "node:events";
import { eventually } from "./eventually.ts";

/** A process that runs one of our TypeScript files with these arguments. It is ended with its test. */
export function startChild(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", file, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const written = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (written.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (written.stderr += text));
  const ended = once(child, "close").then(() => child.exitCode);
  return {
    written,
    ended,
    signal: (name: NodeJS.Signals) => child.kill(name),
    /** Waits until what was written has the pattern, and gives the match. */
    wrote: (stream: "stdout" | "stderr", pattern: RegExp) =>
      eventually(`${file} writes ${pattern.source}`, () => {
        const match = pattern.exec(written[stream]);
        if (match === null) throw new Error(JSON.stringify(written));
        return match;
      }),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
