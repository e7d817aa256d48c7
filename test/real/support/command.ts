import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** What a command needs beside its words: where it runs, its environment on top of ours, and the file that keeps its output. */
export interface CommandSetting {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly log: string;
}

/** Runs a command to its end, its output going to the log file; a failure carries the end of that output. */
export async function run(words: readonly [string, ...string[]], { cwd, env, log }: CommandSetting): Promise<void> {
  const [file, ...args] = words;
  const output = openSync(log, "a");
  try {
    const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", output, output] });
    const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    if (code === 0) return;
    const tail = (await readFile(log, "utf8")).trimEnd().split("\n").slice(-20).join("\n");
    throw new Error(`${words.join(" ")} ended with ${signal ?? code}; the end of ${log}:\n${tail}`);
  } finally {
    closeSync(output);
  }
}

/** Runs a command to its end and gives what it wrote to its standard output, also when it failed. */
export async function read(
  words: readonly [string, ...string[]],
  { cwd, env }: Omit<CommandSetting, "log">,
): Promise<string> {
  const [file, ...args] = words;
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await ended;
  return Buffer.concat(chunks).toString("utf8");
}
