import type { KubernetesObject } from "../../schema/kubernetes-object.ts";
import type { Logger } from "../../src/lib/logger.ts";
import { DecodeError } from "./json.ts";
import type { Place } from "./place.ts";

/** The objects of one kind that could not be read, by their place. Each state of each is logged once, without its values. */
export class Quarantine {
  readonly #log: Logger;
  readonly #stateByPlace = new Map<string, string>();
  #unnamed = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** How many there are, with those that had no name to be told apart by. */
  get size(): number {
    return this.#stateByPlace.size + this.#unnamed;
  }

  add(place: Place, error: unknown): void {
    const { namespace, name, uid, resourceVersion } = place;
    const state = `${uid}/${resourceVersion}`;
    if (this.#stateByPlace.get(keyOf(place)) === state) return;
    this.#stateByPlace.set(keyOf(place), state);
    const reason = error instanceof DecodeError ? error.message : error instanceof Error ? error.name : "unknown";
    this.#log.warn({ namespace, name, uid, resourceVersion, reason }, "an object could not be read and was set aside");
  }

  addUnnamed(): void {
    if (this.#unnamed === 0) this.#log.warn({}, "an object without a name came and was set aside");
    this.#unnamed += 1;
  }

  /** The object can be read, or is gone. */
  release(place: Named): void {
    if (this.#stateByPlace.size > 0) this.#stateByPlace.delete(keyOf(place));
  }

  /** A whole list came: only what it had is still there. */
  keepOnly(places: ReadonlySet<string>, unnamed: number): void {
    for (const key of this.#stateByPlace.keys()) if (!places.has(key)) this.#stateByPlace.delete(key);
    this.#unnamed = unnamed;
  }
}

type Named = Pick<KubernetesObject, "namespace" | "name">;

export function keyOf({ namespace, name }: Named): string {
  return `${namespace ?? ""}/${name}`;
}
