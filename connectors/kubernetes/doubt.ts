import { within } from "./abort.ts";
import type { ClusterReading } from "./cluster-reading.ts";
import { ANSWER_DEADLINE } from "./limits.ts";
import { readListPage } from "./list-page.ts";
import type { Mirror } from "./mirror.ts";
import type { Renewal } from "./renewal.ts";
import { compareResourceVersions } from "./resource-version.ts";
import type { ServedResource } from "./served-resource.ts";
import { WireError } from "./wire-error.ts";

export interface DoubtOptions {
  readonly mirror: Mirror;
  readonly reading: ClusterReading;
  readonly renewal: Renewal;
  /** What is held was of this cluster when the last owner left it: that it still is has to be found out first. */
  readonly resumed: boolean;
  /** The cluster answers, and is older than it was seen to be. */
  readonly onOlder: () => void;
}

/** Whether somebody else may answer now, or an older state: it is found out before what comes is believed. */
export class Doubt {
  readonly #options: DoubtOptions;
  #open: boolean;

  constructor(options: DoubtOptions) {
    this.#options = options;
    this.#open = options.resumed;
  }

  raise(): void {
    this.#open = true;
    this.#options.reading.contact.doubt();
  }

  /** The contact was lost, and not by mere silence. */
  contactLost(): void {
    this.#options.reading.outages.add();
    this.raise();
  }

  /** Finds out, after a doubt or a long time, whether this is still the cluster that we know, and no older state of it. */
  async settle(resource: ServedResource, parent: AbortSignal): Promise<void> {
    const { reading, renewal } = this.#options;
    const { contact, clock } = reading;
    if (!this.#open) return contact.verify();
    await within(clock, renewal.left(ANSWER_DEADLINE), parent, timedOut, async (signal) => {
      await contact.verify();
      signal.throwIfAborted();
      await this.#probe(resource, signal);
    });
    parent.throwIfAborted();
    this.#open = false;
  }

  async #probe(resource: ServedResource, signal: AbortSignal): Promise<void> {
    const { mirror, reading, onOlder } = this.#options;
    if (mirror.seen === "") return;
    const { body } = await reading.client.get(`${resource.path}?limit=1`, { operation: "probe", signal });
    const { resourceVersion } = readListPage(body, resource);
    if (compareResourceVersions(resourceVersion, mirror.seen) < 0) onOlder();
  }
}

function timedOut(): WireError {
  return new WireError("TIMEOUT");
}
