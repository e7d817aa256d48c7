import type { Clock } from "../../src/lib/clock.ts";
import { LinkedAbort } from "./abort.ts";
import type { KubernetesClient } from "./client.ts";
import { faultCode, unreachable } from "./fault.ts";
import { IDENTITY_FRESH, RENEWAL } from "./limits.ts";
import { ApiError } from "./read-error.ts";
import { isObject, metadataOf } from "./resource-version.ts";

/** Who answers under the cluster's name. */
export interface Identity {
  /** The uid of the kube-system namespace, which lives as long as the cluster; "" where it may not be read. */
  readonly uid: string;
  /** What the API server calls itself; null where it does not say. */
  readonly version: string | null;
}

/** Finds out who answers under a cluster's name, once for all who want to know. */
export class Contact {
  readonly #client: KubernetesClient;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #learned: (identity: Identity) => void;
  /** How often there was reason to doubt, and how many of those were before the last answer's question. */
  #doubts = 1;
  #settled = 0;
  #askedAt = -Infinity;
  #running: Promise<void> | null = null;
  readonly #waiting = new Set<LinkedAbort>();
  #isLost = false;
  #returns = 0;

  /** `learned` is told each answer before who asked goes on. */
  constructor(client: KubernetesClient, clock: Clock, signal: AbortSignal, learned: (identity: Identity) => void) {
    this.#client = client;
    this.#clock = clock;
    this.#signal = signal;
    this.#learned = learned;
  }

  /** How often it answered again after it had not. */
  get returns(): number {
    return this.#returns;
  }

  /** Sleeps, but no longer than until it answers again. */
  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    using wake = new LinkedAbort(signal);
    this.#waiting.add(wake);
    await this.#clock.sleep(ms, wake.signal);
    this.#waiting.delete(wake);
  }

  /** From now on somebody else may answer. */
  doubt(): void {
    this.#doubts += 1;
  }

  /** Resolves when the cluster said who it is after the last doubt, and not too long ago; rejects when it does not answer. */
  async verify(): Promise<void> {
    while (this.#settled < this.#doubts || this.#clock.monotonic() - this.#askedAt > IDENTITY_FRESH) {
      this.#running ??= this.#ask().finally(() => {
        this.#running = null;
      });
      await this.#running;
    }
  }

  async #ask(): Promise<void> {
    const doubts = this.#doubts;
    const askedAt = this.#clock.monotonic();
    const namespace = await this.#read("/api/v1/namespaces/kube-system");
    const version = await this.#read("/version");
    const uid = metadataOf(namespace)?.["uid"];
    const gitVersion = isObject(version) ? version["gitVersion"] : null;
    this.#settled = doubts;
    this.#askedAt = askedAt;
    if (this.#isLost) this.#returned();
    this.#learned({
      uid: typeof uid === "string" ? uid : "",
      version: typeof gitVersion === "string" ? gitVersion : null,
    });
  }

  #returned(): void {
    this.#isLost = false;
    this.#returns += 1;
    for (const wake of this.#waiting) wake.abort(null);
  }

  /** A right that is missing hides who it is, and no more. */
  async #read(path: string): Promise<unknown> {
    try {
      const { body } = await this.#client.get(path, {
        operation: "identity",
        signal: this.#signal,
        deadline: RENEWAL,
      });
      return body;
    } catch (error) {
      if (error instanceof ApiError && (error.status === 403 || error.status === 404)) return null;
      this.#isLost ||= unreachable.has(faultCode(error));
      throw error;
    }
  }
}
