import { fork } from "node:child_process";
import { once } from "node:events";

/** One process of a measurement, so that what is measured and what measures do not share an event loop. */
export interface Part<Started> extends Disposable {
  /** What the program said when it was ready. */
  readonly started: Started;
  /** Sends one request and gives its answer; one at a time. */
  ask<Answer>(request: string): Promise<Answer>;
}

/** Starts a program of this folder and waits until it is ready. */
export async function startPart<Started>(program: string, ...args: readonly string[]): Promise<Part<Started>> {
  // As the launcher runs it.
  const execArgv = program === "gateway" ? ["--max-semi-space-size=4"] : [];
  const child = fork(new URL(`${program}.js`, import.meta.url), [...args], {
    execArgv,
    env: { ...process.env, NODE_ENV: "production" },
    serialization: "advanced",
  });
  const died = once(child, "exit").then(([code]) => {
    throw new Error(`${program} ended with ${String(code)}`);
  });
  died.catch(() => {});
  const heard = async <T>(): Promise<T> => (await Promise.race([once(child, "message"), died]))[0] as T;
  const started = await heard<Started>();
  return {
    started,
    ask: (request) => {
      child.send(request);
      return heard();
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}

/** The other end, in the program: says that it is ready and answers each request. Ends with its parent. */
export function servePart(started: unknown, answers: Readonly<Record<string, () => unknown>>): void {
  process.on("message", (request: string) => process.send?.(answers[request]?.() ?? null));
  process.on("disconnect", () => process.exit());
  process.send?.(started);
}

/** Milliseconds of a clock that all processes of a machine share. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
