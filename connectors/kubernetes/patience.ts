import type { Clock } from "../../src/lib/clock.ts";
import { Backoff } from "./backoff.ts";
import type { Contact } from "./contact.ts";
import { faultCode, isExpired, retryAfter, unreachable } from "./fault.ts";
import { QUOTA_RETRY, QUOTA_RETRY_LAST } from "./limits.ts";

/**
 * How long one watch waits after a failure: the back-off, or longer when the server says so, and much longer for room. When the cluster answers again after it had
 * not, what it says then is no more of the failure that was, so the back-off begins anew: at the first failure after that, and once more at
 * the first expiry, which an API server that was started again always tells.
 */
export class Patience {
  readonly #clock: Clock;
  readonly #contact: Contact;
  readonly #backoff: Backoff;
  /** The cluster's returns that were known at the last failure, and at the last expiry. */
  #returns = 0;
  #returnsAtExpiry = 0;
  #roomWait = QUOTA_RETRY;
  #roomTriedAt = -Infinity;

  constructor(clock: Clock, contact: Contact) {
    this.#clock = clock;
    this.#contact = contact;
    this.#backoff = new Backoff(clock);
  }

  /** For how many milliseconds to wait after one more failure. */
  after(failure: unknown): number {
    const { returns } = this.#contact;
    const isExpiry = isExpired(failure);
    if (returns !== this.#returns || (isExpiry && returns !== this.#returnsAtExpiry)) this.#backoff.reset();
    this.#returns = returns;
    if (isExpiry) this.#returnsAtExpiry = returns;
    const wait = Math.max(this.#backoff.next(), retryAfter(failure));
    return faultCode(failure) === "QUOTA_EXCEEDED" ? Math.max(wait, this.#waitForRoom()) : wait;
  }

  /** Whoever had room for a while begins anew. */
  #waitForRoom(): number {
    const now = this.#clock.monotonic();
    if (now - this.#roomTriedAt > QUOTA_RETRY_LAST) this.#roomWait = QUOTA_RETRY;
    const wait = this.#roomWait;
    this.#roomWait = Math.min(2 * wait, QUOTA_RETRY_LAST);
    this.#roomTriedAt = now + wait;
    return wait;
  }

  /** Waits so long. Who could not reach the cluster waits no longer than until somebody else can. */
  async wait(ms: number, failure: unknown, signal: AbortSignal): Promise<void> {
    const isUnreachable = unreachable.has(faultCode(failure));
    await (isUnreachable ? this.#contact : this.#clock).sleep(ms, signal);
  }
}
