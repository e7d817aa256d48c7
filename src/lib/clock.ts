/** Time and chance as a room needs them, so that tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. It may be stepped, so it dates things and measures nothing. */
  now(): number;
  /** Milliseconds that only grow: what durations are measured with. */
  monotonic(): number;
  /** Resolves after the time, or at once when the signal is aborted; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 to less than 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, signal.aborted ? 0 : ms);
      signal.addEventListener("abort", wake);
    }),
};
