/** How often each thing was asked, by `verb resource` as in RBAC: `list pods`, `watch serviceentries.networking.istio.io`. */
export class RequestCount {
  readonly #counts = new Map<string, number>();
  readonly #watches = new Map<string, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  of(verb: string, resource: string): number {
    return this.#counts.get(`${verb} ${resource}`) ?? 0;
  }

  /** All counts that are not zero. */
  get all(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  add(verb: string, resource: string): void {
    const key = `${verb} ${resource}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    this.#total += 1;
  }

  /** How many watches of a resource are open. */
  watchesOf(resource: string): number {
    return this.#watches.get(resource) ?? 0;
  }

  /** Counts a watch as open, until what it returns is called. */
  openWatch(resource: string): () => void {
    this.#watches.set(resource, this.watchesOf(resource) + 1);
    return () => this.#watches.set(resource, this.watchesOf(resource) - 1);
  }

  /** Forgets what was asked so far. Watches stay open. */
  reset(): void {
    this.#counts.clear();
    this.#total = 0;
  }
}
