/** Wakes one who waits. A ring while nobody waits is kept for the next who does. */
export class Doorbell {
  #rung = false;
  #answer: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#answer?.();
  }

  /** True when it was rung, false after the time or at the signal. */
  async wait(ms: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#rung && !signal.aborted) await this.#pause(ms, signal);
    const rung = this.#rung;
    this.#rung = false;
    return rung;
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      this.#answer = undefined;
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
    this.#answer = end;
    return promise;
  }
}
