import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (failure: Error) => void;
}

/** What such a program writes when it could not answer. */
interface Failure {
  readonly error?: string;
}

/**
 * A program of ours that answers each line of JSON with one, in order. It ends when its input does, so it cannot outlive us; what it
 * writes to its standard error goes to ours.
 */
export class JsonLineProcess<Request, Answer> implements AsyncDisposable {
  readonly #name: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #exited: Promise<unknown>;
  readonly #waiting: Waiting<Answer>[] = [];
  #ended = false;

  constructor(file: string) {
    this.#name = basename(file);
    this.#child = spawn(file, [], { stdio: ["pipe", "pipe", "inherit"] });
    this.#exited = once(this.#child, "close");
    this.#child.stdin.on("error", () => {});
    createInterface(this.#child.stdout).on("line", (line) => this.#take(line));
    this.#child.once("close", () => this.#end());
  }

  /** The answer to a request; a failure when the program says that it has none, or ends before. */
  ask(request: Request): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    if (this.#ended) reject(new Error(`${this.#name} has ended`));
    else {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    }
    return promise;
  }

  #take(line: string): void {
    const waiting = this.#waiting.shift();
    const answer = JSON.parse(line) as Answer & Failure;
    if (answer.error === undefined) waiting?.resolve(answer);
    else waiting?.reject(new Error(`${this.#name}: ${answer.error}`));
  }

  #end(): void {
    this.#ended = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new Error(`${this.#name} ended without an answer`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end();
    await this.#exited;
  }
}
