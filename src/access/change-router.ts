import type { Change, LogEntry } from "../ports.ts";
import type { Store, StoreListener } from "../store/store.ts";
import type { ChangeMatch } from "./change-match.ts";

/** How many places a filter may be entered under; a filter that names more is entered under its types only. */
const MAX_PLACES = 500;

const ANY = "*";

/** Somebody who hears the entries that may concern its filter. */
export interface RoutedListener {
  readonly match: ChangeMatch;
  advanced(entry: LogEntry): void;
  /** The store was replaced: what was heard so far says nothing about what is there now. */
  restarted(): void;
}

/** Brings each entry of the log to those whose filter it may concern, found by type, cluster and namespace, not by asking each. */
export class ChangeRouter implements StoreListener {
  readonly #present = new Set<RoutedListener>();
  readonly #listeners = new Map<string, Set<RoutedListener>>();

  constructor(store: Store) {
    store.listen(this);
  }

  add(listener: RoutedListener): Disposable {
    const places = placesOf(listener.match);
    this.#present.add(listener);
    for (const place of places) {
      const set = this.#listeners.get(place) ?? new Set();
      this.#listeners.set(place, set.add(listener));
    }
    return {
      [Symbol.dispose]: () => {
        this.#present.delete(listener);
        for (const place of places) this.#remove(place, listener);
      },
    };
  }

  restarted(): void {
    this.#tell(new Set(this.#present), (listener) => listener.restarted());
  }

  advanced(entry: LogEntry): void {
    const concerned = new Set<RoutedListener>();
    for (const change of entry.changes) if (change.news !== "quiet") this.#find(change, concerned);
    this.#tell(concerned, (listener) => listener.advanced(entry));
  }

  /** Who leaves while others are told hears nothing more. */
  #tell(listeners: ReadonlySet<RoutedListener>, tell: (listener: RoutedListener) => void): void {
    for (const listener of listeners) if (this.#present.has(listener)) tell(listener);
  }

  #find({ type, id, entity }: Change, concerned: Set<RoutedListener>): void {
    const namespace = entity.namespace ?? "";
    for (const cluster of [entity.cluster, ANY])
      for (const place of [namespace, ANY])
        for (const listener of this.#listeners.get(placeKey(type.name, cluster, place)) ?? []) concerned.add(listener);
    for (const listener of this.#listeners.get(id) ?? []) concerned.add(listener);
  }

  #remove(place: string, listener: RoutedListener): void {
    const set = this.#listeners.get(place);
    set?.delete(listener);
    if (set?.size === 0) this.#listeners.delete(place);
  }
}

function placesOf({ filter, types }: ChangeMatch): readonly string[] {
  if (filter.ids && filter.ids.length <= MAX_PLACES) return filter.ids;
  const names = [...types].map(({ name }) => name);
  const clusters = filter.clusters ?? [ANY];
  const namespaces = filter.namespaces ?? [ANY];
  if (names.length * clusters.length * namespaces.length > MAX_PLACES)
    return names.map((name) => placeKey(name, ANY, ANY));
  return names.flatMap((name) =>
    clusters.flatMap((cluster) => namespaces.map((namespace) => placeKey(name, cluster, namespace))),
  );
}

/** No id has this form: an id never has a space. */
function placeKey(type: string, cluster: string, namespace: string): string {
  return `${type} ${cluster} ${namespace}`;
}
