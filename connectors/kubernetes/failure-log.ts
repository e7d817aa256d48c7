import type { Clock } from "../../src/lib/clock.ts";
import type { Logger } from "../../src/lib/logger.ts";
import { LinkedAbort } from "./abort.ts";
import { faultCode } from "./fault.ts";
import { STEADY } from "./limits.ts";
import { ApiError } from "./read-error.ts";
import { WireError } from "./wire-error.ts";

export interface FailureLogOptions {
  readonly log: Logger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What is said of each failure. */
  readonly failed: string;
}

/**
 * Logs what fails again and again: one line when it begins to fail, or fails in another way than before, and one when it works again.
 * The same failure again is for who debugs. A failure that is neither the outside's nor the way's is our own, and is told each time.
 */
export class FailureLog {
  readonly #options: FailureLogOptions;
  /** How it failed last, in what tells one failure from another; null when it works. */
  #way: string | null = null;
  /** Ends the look whether it goes on to work. */
  #trial: LinkedAbort | null = null;

  constructor(options: FailureLogOptions) {
    this.#options = options;
  }

  failed(error: unknown, retryInMs: number): void {
    this.#endTrial();
    const { log, failed } = this.#options;
    const code = faultCode(error);
    const before = this.#way;
    if (!(error instanceof WireError || error instanceof ApiError)) {
      this.#way = code;
      return log.warn({ code, retryInMs, err: error }, failed);
    }
    const { message } = error;
    this.#way = wayOf(code, message);
    log[this.#way === before ? "debug" : "warn"]({ code, message, retryInMs }, failed);
  }

  /** It works. That is told, if it failed, when it still does after a while: a watch may open and fail at once, again and again. */
  works(message: string): void {
    if (this.#way === null || this.#trial !== null) return;
    this.#trial = new LinkedAbort(this.#options.signal);
    void this.#tellIfSteady(message, this.#trial);
  }

  async #tellIfSteady(message: string, trial: LinkedAbort): Promise<void> {
    using _ = trial;
    const { log, clock } = this.#options;
    await clock.sleep(STEADY, trial.signal);
    if (trial.signal.aborted) return;
    this.#endTrial();
    this.#way = null;
    log.info({}, message);
  }

  #endTrial(): void {
    this.#trial?.abort(null);
    this.#trial = null;
  }
}

/** Ports, versions and times differ from one try to the next, and make no other failure. */
function wayOf(code: string, message: string): string {
  return `${code}: ${message.replaceAll(/\d+/g, "#")}`;
}
