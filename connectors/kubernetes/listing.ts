import type { KubernetesObject } from "../../schema/kubernetes-object.ts";
import { isBelievable } from "./belief.ts";
import type { Place } from "./place.ts";
import { keyOf } from "./quarantine.ts";

/** A list that is being taken in: what it has, so that what it lacks is known at its end. */
export class Listing {
  readonly #before: number;
  readonly #uids = new Set<string>();
  readonly #unreadable = new Set<string>();
  #listed = 0;
  #unnamed = 0;
  #hasSurplus = false;

  /** `before` is how many objects were held when it began. */
  constructor(before: number) {
    this.#before = before;
  }

  /** The places of the objects that could not be read. */
  get unreadable(): ReadonlySet<string> {
    return this.#unreadable;
  }

  get unnamed(): number {
    return this.#unnamed;
  }

  /** Whether it has more than there was room for. */
  get hasSurplus(): boolean {
    return this.#hasSurplus;
  }

  add({ uid }: KubernetesObject): void {
    this.#listed += 1;
    this.#uids.add(uid);
  }

  addUnreadable(place: Place): void {
    this.#listed += 1;
    this.#unreadable.add(keyOf(place));
  }

  addUnnamed(): void {
    this.#unnamed += 1;
  }

  /** There was no room for one that was added. */
  addSurplus(): void {
    this.#hasSurplus = true;
  }

  /** What is held stays, though the list does not bring it. */
  keep({ uid }: KubernetesObject): void {
    this.#uids.add(uid);
  }

  /** What it has, by uid, when it is not believed for itself; null when it is. */
  doubtful(): ReadonlySet<string> | null {
    return isBelievable(this.#before, this.#listed) ? null : this.#uids;
  }

  /** What becomes of a held object at the end. Who the nameless ones are nobody knows, so with them none of the missing is known to be gone. */
  fateOf({ uid }: KubernetesObject): "listed" | "kept" | "gone" {
    if (this.#uids.has(uid)) return "listed";
    return this.#unnamed > 0 ? "kept" : "gone";
  }
}
