import type { KubernetesObject } from "../../schema/kubernetes-object.ts";
import { entitySize } from "./entity-size.ts";
import type { Quota } from "./quota.ts";

/**
 * What is held of one kind, by namespace and name: references to the entities that the log and the store hold too, and no key of its
 * own, because the names are the entities' own strings. What they take is counted in the cluster's quota.
 */
export class HeldObjects implements Iterable<KubernetesObject> {
  readonly #byNamespace = new Map<string, Map<string, KubernetesObject>>();
  readonly #quota: Quota;
  #size = 0;

  constructor(quota: Quota) {
    this.#quota = quota;
  }

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): KubernetesObject | undefined {
    return this.#byNamespace.get(namespace)?.get(name);
  }

  /** By how many bytes what is held grows with the entity in its place. */
  growthWith(entity: KubernetesObject): number {
    const before = this.get(entity.namespace ?? "", entity.name);
    return entitySize(entity) - (before === undefined ? 0 : entitySize(before));
  }

  /** `growth` is what growthWith says, for who has asked already. */
  set(entity: KubernetesObject, growth = this.growthWith(entity)): void {
    this.#quota.add(growth);
    const namespace = entity.namespace ?? "";
    let byName = this.#byNamespace.get(namespace);
    if (byName === undefined) this.#byNamespace.set(namespace, (byName = new Map<string, KubernetesObject>()));
    this.#size -= byName.size;
    byName.set(entity.name, entity);
    this.#size += byName.size;
  }

  /** Lets go of the entity, which is held. */
  delete(entity: KubernetesObject): void {
    const byName = this.#byNamespace.get(entity.namespace ?? "");
    if (byName?.get(entity.name) !== entity) return;
    byName.delete(entity.name);
    this.#quota.add(-entitySize(entity));
    this.#size -= 1;
    if (byName.size === 0) this.#byNamespace.delete(entity.namespace ?? "");
  }

  *[Symbol.iterator](): Generator<KubernetesObject, void, undefined> {
    for (const byName of this.#byNamespace.values()) yield* byName.values();
  }
}
