import type { EntityClass } from "../../schema/entity.ts";
import type { JsonObject, KubernetesObject } from "../../schema/kubernetes-object.ts";
import type { InternPool } from "../../src/lib/intern.ts";

/** The declaration of how one wire resource becomes an entity class. Watches, RBAC rules and metrics follow from it. */
export interface Kind<T extends KubernetesObject = KubernetesObject> {
  readonly type: EntityClass<T>;
  /** The API group; "" is core. */
  readonly group: string;
  /** The versions that can be read, best first: the first one that a cluster serves is watched. */
  readonly versions: readonly [string, ...string[]];
  readonly plural: string;
  /** Where the resource is read, when not in the whole cluster. */
  readonly namespace?: string;
  /** Whether an object of the resource is one of the kind; all are, when absent. Others are not kept and not counted. */
  readonly keep?: (object: JsonObject) => boolean;
  /**
   * The class's own fields from the whole wire object: the compiler says which are missing. What repeats from object to object (phases,
   * reasons, images, names of nodes) is read with the pool, so that it is held once. Throws DecodeError.
   */
  readonly read: (object: JsonObject, pool: InternPool) => Omit<T, keyof KubernetesObject>;
}

export function kind<T extends KubernetesObject>(definition: Kind<T>): Kind<T> {
  return Object.freeze(definition);
}

/** The resource as people write it: `pods`, `serviceentries.networking.istio.io`. */
export function resourceName({ group, plural }: Pick<Kind, "group" | "plural">): string {
  return group === "" ? plural : `${plural}.${group}`;
}
