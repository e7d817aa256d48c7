import type { ChangeEventKind } from "../../schema/change-event.ts";

/** One state of one object. */
export interface ObjectState {
  readonly id: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

/** A change as a subscriber hears it that asks for `kind id node { ... on KubernetesObject { uid resourceVersion } }`. */
export interface HeardEvent {
  readonly kind: ChangeEventKind;
  readonly id: string | null;
  readonly node: Omit<ObjectState, "id"> | null;
}

/**
 * What a stream of changes did that no stream may do, in words; nothing when it kept the rules. `final` is what there is in truth once the
 * stream has caught up. A stream and the one that resumed it may be given as one.
 *
 * - W1 ordered: an object's resourceVersion never goes back, and a uid that is gone never comes again.
 * - W2 unique: no state of an object comes twice, unless a GAP said that all is told anew.
 * - W3 reliable: each event fits what was told before, and all of them together come to the final state.
 */
export function brokenRules(events: Iterable<HeardEvent>, final: Iterable<ObjectState>): string[] {
  const listener = new Listener();
  for (const event of events) listener.hear(event);
  listener.compare(new Map(Array.from(final, (state) => [state.id, state])));
  return listener.broken;
}

class Listener {
  readonly broken: string[] = [];
  readonly #held = new Map<string, ObjectState>();
  readonly #newest = new Map<string, bigint>();
  readonly #gone = new Set<string>();
  readonly #told = new Map<string, Set<string>>();
  /** Whether it may still be told what there is; only a GAP begins that anew. */
  #isBeginning = true;

  hear({ kind, id, node }: HeardEvent): void {
    if (kind === "PROGRESS") return;
    if (kind === "GAP") return this.#forget();
    if (kind !== "SNAPSHOT") this.#isBeginning = false;
    else if (!this.#isBeginning) this.broken.push(`W3 reliable: ${id} came in a snapshot that no GAP announced`);
    if (id === null) return;
    this.#checkPlace(kind, id);
    if (kind === "DELETED" || kind === "REMOVED") this.#drop(id, kind);
    else if (node === null) this.broken.push(`W3 reliable: ${id} was ${kind} without its state`);
    else this.#put({ id, ...node });
  }

  compare(final: ReadonlyMap<string, ObjectState>): void {
    for (const id of new Set([...this.#held.keys(), ...final.keys()])) {
      const [told, real] = [this.#held, final].map((states) => describe(states.get(id)));
      if (told !== real) this.broken.push(`W3 reliable: ${id} is ${real}, and was told to be ${told}`);
    }
  }

  #forget(): void {
    this.#isBeginning = true;
    this.#held.clear();
    this.#told.clear();
  }

  #checkPlace(kind: ChangeEventKind, id: string): void {
    const isNew = kind === "ADDED" || kind === "SNAPSHOT";
    if (isNew === this.#held.has(id))
      this.broken.push(`W3 reliable: ${id} was ${kind}, and was ${isNew ? "there already" : "not there"}`);
  }

  /** Who may not see an object for a while may be told the same state of it afterwards. */
  #drop(id: string, kind: "DELETED" | "REMOVED"): void {
    const held = this.#held.get(id);
    if (held !== undefined && kind === "DELETED") this.#gone.add(`${id} ${held.uid}`);
    if (kind === "REMOVED") this.#told.delete(id);
    this.#held.delete(id);
  }

  #put(state: ObjectState): void {
    const { id, uid, resourceVersion } = state;
    const held = this.#held.get(id);
    if (held !== undefined && held.uid !== uid) this.#gone.add(`${id} ${held.uid}`);
    if (this.#gone.has(`${id} ${uid}`))
      this.broken.push(`W1 ordered: ${id} came again with the uid ${uid}, which is gone`);
    const version = BigInt(resourceVersion);
    const newest = this.#newest.get(id) ?? 0n;
    if (version < newest) this.broken.push(`W1 ordered: ${id} went back from ${newest} to ${version}`);
    else this.#newest.set(id, version);
    const told = this.#told.get(id) ?? new Set();
    if (told.has(resourceVersion)) this.broken.push(`W2 unique: ${id} came twice at ${resourceVersion}`);
    this.#told.set(id, told.add(resourceVersion));
    this.#held.set(id, state);
  }
}

function describe(state: ObjectState | undefined): string {
  return state === undefined ? "not there" : `${state.uid} at ${state.resourceVersion}`;
}
