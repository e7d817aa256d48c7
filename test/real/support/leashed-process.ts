import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { eventually } from "../../support/eventually.ts";

/**
 * Becomes the program, keeping its process id, and leaves a reader on our end of the pipe behind: when that end closes without a word, we
 * are gone, however we went, and the program is killed.
 */
const leash = 'exec 3<&0; (read -r word <&3 || kill -9 $$) >/dev/null 2>&1 & exec "$@" 3<&- </dev/null';

/** How many of its last lines are kept to explain a failure. */
const keptLines = 40;

/** A program that ends with us, whose last words are kept. */
export class LeashedProcess implements AsyncDisposable {
  readonly #name: string;
  readonly #child: ChildProcessByStdio<Writable, null, Readable>;
  readonly #exited: Promise<void>;
  readonly #lines: string[] = [];
  #ending: string | undefined;

  constructor(file: string, args: readonly string[], cwd: string) {
    this.#name = basename(file);
    this.#child = spawn("/bin/sh", ["-c", leash, "leash", file, ...args], { cwd, stdio: ["pipe", "ignore", "pipe"] });
    this.#exited = this.#end();
    createInterface(this.#child.stderr).on("line", (line) => {
      this.#lines.push(line);
      if (this.#lines.length > keptLines) this.#lines.shift();
    });
  }

  async #end(): Promise<void> {
    const [code, signal] = (await once(this.#child, "exit")) as [number | null, NodeJS.Signals | null];
    this.#ending = `ended with ${signal ?? code}`;
    this.#child.stdin.on("error", () => {});
    this.#child.stdin.end("ended\n");
  }

  /** Sends a signal; where that signal ends a program, comes back when it has ended. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.#ending !== undefined) return;
    this.#child.kill(signal);
    if (signal !== "SIGSTOP" && signal !== "SIGCONT") await this.#exited;
  }

  /** Tries the probe until it succeeds; a failure, with the program's last words, when the program ends first or the deadline passes. */
  async untilReady(probe: () => Promise<void>, withinMs: number): Promise<void> {
    const stop = new AbortController();
    const ended = this.#exited.then(() => {
      throw new Error(`${this.#name} ${this.#ending}`);
    });
    try {
      await Promise.race([eventually(`${this.#name} is ready`, probe, { withinMs, signal: stop.signal }), ended]);
    } catch (cause) {
      await this.kill("SIGKILL");
      throw new Error(`${this.#name} did not become ready; its last words:\n${this.#lines.join("\n")}`, { cause });
    } finally {
      stop.abort();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill("SIGKILL");
  }
}
