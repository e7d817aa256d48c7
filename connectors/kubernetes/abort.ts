import type { Clock } from "../../src/lib/clock.ts";

/** A controller that is aborted with its parent too, until it is let go: so a parent that lives long collects no listeners. */
export class LinkedAbort implements Disposable {
  readonly #controller = new AbortController();
  readonly #parent: AbortSignal;
  readonly #follow = (): void => this.abort(this.#parent.reason);

  constructor(parent: AbortSignal) {
    this.#parent = parent;
    if (parent.aborted) this.#follow();
    else parent.addEventListener("abort", this.#follow, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Lets go of the parent. The signal is left as it is. */
  [Symbol.dispose](): void {
    this.#parent.removeEventListener("abort", this.#follow);
  }
}

/**
 * Does the work under a signal that is aborted with `reason()` when the time is over. It rejects with what the signal was aborted with as
 * soon as it is, whether the work heeds it or not.
 */
export async function within<T>(
  clock: Clock,
  ms: number,
  parent: AbortSignal,
  reason: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  using abort = new LinkedAbort(parent);
  using timer = new LinkedAbort(parent);
  const expire = async (): Promise<void> => {
    await clock.sleep(ms, timer.signal);
    if (!timer.signal.aborted) abort.abort(reason());
  };
  void expire();
  const over = new Promise<never>((_, reject) => {
    abort.signal.addEventListener("abort", () => reject(abort.signal.reason));
    if (abort.signal.aborted) reject(abort.signal.reason);
  });
  try {
    return await Promise.race([over, work(abort.signal)]);
  } finally {
    timer.abort(null);
  }
}
