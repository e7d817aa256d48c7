import type { KubernetesObject } from "../../schema/kubernetes-object.ts";

/**
 * What is held of one kind, by namespace and name: references to the entities that the log and the store hold too, and no key of its
 * own, because the names are the entities' own strings.
 */
export class HeldObjects implements Iterable<KubernetesObject> {
  readonly #byNamespace = new Map<string, Map<string, KubernetesObject>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): KubernetesObject | undefined {
    return this.#byNamespace.get(namespace)?.get(name);
  }

  set(entity: KubernetesObject): void {
    const namespace = entity.namespace ?? "";
    let byName = this.#byNamespace.get(namespace);
    if (byName === undefined) this.#byNamespace.set(namespace, (byName = new Map<string, KubernetesObject>()));
    this.#size -= byName.size;
    byName.set(entity.name, entity);
    this.#size += byName.size;
  }

  delete(entity: KubernetesObject): void {
    const byName = this.#byNamespace.get(entity.namespace ?? "");
    if (byName === undefined || !byName.delete(entity.name)) return;
    this.#size -= 1;
    if (byName.size === 0) this.#byNamespace.delete(entity.namespace ?? "");
  }

  *[Symbol.iterator](): Generator<KubernetesObject, void, undefined> {
    for (const byName of this.#byNamespace.values()) yield* byName.values();
  }
}
