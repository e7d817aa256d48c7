import type { Random } from "../lib/random.ts";
import type { Catalog } from "./catalog.ts";
import { kubeTime } from "./kube-object.ts";
import type { Storage } from "./storage/storage.ts";
import { uuid } from "./uuid.ts";

/** What every write needs: where objects are, what the time is, and where names and uids come from. */
export class Backend {
  readonly storage: Storage;
  readonly catalog: Catalog;
  readonly random: Random;
  readonly #now: () => number;

  constructor(storage: Storage, catalog: Catalog, random: Random, now: () => number) {
    this.storage = storage;
    this.catalog = catalog;
    this.random = random;
    this.#now = now;
  }

  /** The time as objects have it, so many seconds from now. */
  time(inSeconds = 0): string {
    return kubeTime(this.#now() + inSeconds * 1000);
  }

  createUid(): string {
    return uuid(this.random);
  }
}
