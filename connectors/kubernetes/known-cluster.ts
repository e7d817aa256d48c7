import type { Logger } from "../../src/lib/logger.ts";
import type { ClusterStatus } from "./cluster-status.ts";
import type { Identity } from "./contact.ts";
import type { Reflector } from "./reflector.ts";

/** The first API servers with WatchList; those before it take the question for a plain watch. */
const WATCH_LIST_MINOR = 27;

export interface KnownClusterOptions {
  /** Who the cluster was when it was last read; null when nothing is held of it. */
  readonly identity: string | null;
  readonly status: ClusterStatus;
  /** May be filled later. */
  readonly reflectors: readonly Pick<Reflector, "forget">[];
  readonly watchList: { refused: boolean };
  readonly log: Logger;
  /** It is another cluster, or an older state of it, than in this run before. */
  readonly onChange: () => void;
}

/** Who a cluster is known to be. When somebody else answers under its name, all that is known of places and versions is forgotten. */
export class KnownCluster {
  readonly #options: KnownClusterOptions;
  #identity: string | null;

  constructor(options: KnownClusterOptions) {
    this.#options = options;
    this.#identity = options.identity;
  }

  /** The cluster said who it is; an empty uid, that it may not say. */
  learn({ uid, version }: Identity): void {
    const { status, watchList } = this.#options;
    if (isBefore(version, WATCH_LIST_MINOR)) watchList.refused = true;
    if (status.identified) this.#compare(uid);
    else this.#compareWithHeld(uid);
    if (uid !== "" || !status.identified) this.#identity = uid;
    status.identify(this.#identity ?? "", version);
  }

  /** An older state of the cluster answers. */
  wentBack(): void {
    this.#change("the cluster's state went back");
  }

  #compare(uid: string): void {
    if (this.#identity !== "" && uid !== "" && this.#identity !== uid)
      this.#change("another cluster answered under this name");
  }

  /** What the log holds of a cluster that cannot be told from this one may be of another: it is listed anew, which is no news. */
  #compareWithHeld(uid: string): void {
    if (this.#identity !== null && this.#identity !== uid) this.#forget();
  }

  #change(why: string): void {
    this.#options.log.warn({}, why);
    this.#forget();
    this.#options.onChange();
  }

  #forget(): void {
    const { reflectors, status } = this.#options;
    for (const reflector of reflectors) reflector.forget();
    status.evaluate();
  }
}

function isBefore(version: string | null, minor: number): boolean {
  const found = /^v1\.(\d+)/.exec(version ?? "")?.[1];
  return found !== undefined && Number(found) < minor;
}
