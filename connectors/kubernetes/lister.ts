import type { Logger } from "../../src/lib/logger.ts";
import type { ClusterReading } from "./cluster-reading.ts";
import { faultCode, refusesWatchList } from "./fault.ts";
import { ListByWatch } from "./list-by-watch.ts";
import { listByPages } from "./list-by-pages.ts";
import type { Mirror } from "./mirror.ts";
import { ApiError } from "./read-error.ts";
import type { ServedResource } from "./served-resource.ts";
import type { Watcher } from "./watcher.ts";

/** How a list came. By pages, a watch has to follow; by a watch, that one went on after it, and has ended well since. */
export type Listed = "byPages" | "byWatch";

/** Lists one resource: by watch, which costs the API server least, or by pages where that cannot be or has just failed. */
export class Lister {
  readonly #mirror: Mirror;
  readonly #reading: ClusterReading;
  readonly #byWatch: ListByWatch;
  readonly #log: Logger;
  #pagesNext = false;

  constructor(mirror: Mirror, reading: ClusterReading, watcher: Watcher, log: Logger) {
    this.#mirror = mirror;
    this.#reading = reading;
    this.#byWatch = new ListByWatch(mirror, reading, watcher);
    this.#log = log;
  }

  async list(resource: ServedResource, signal: AbortSignal): Promise<Listed> {
    const isByWatch = !this.#pagesNext && !this.#reading.watchList.refused;
    if (isByWatch && (await this.#listByWatch(resource, signal)) === "ended") return "byWatch";
    await listByPages(this.#mirror, this.#reading, resource, signal);
    this.#pagesNext = false;
    return "byPages";
  }

  /** A failure after the whole list is the watch's own; one before it decides how the next list is to come. */
  async #listByWatch(resource: ServedResource, signal: AbortSignal): Promise<"ended" | "refused"> {
    try {
      await this.#byWatch.run(resource, signal);
      return "ended";
    } catch (error) {
      if (this.#mirror.hasPlace) throw error;
      this.#pagesNext = speaksAgainstWatchList(error);
      if (!refusesWatchList(error)) throw error;
      this.#reading.watchList.refused = true;
      this.#log.info({ code: faultCode(error) }, "the API server cannot list by watch, listing by pages");
      return "refused";
    }
  }
}

/** Whether pages may fare better: not when the server refused before it began, because it would refuse those too. */
function speaksAgainstWatchList(error: unknown): boolean {
  return !(error instanceof ApiError) || error.inStream;
}
