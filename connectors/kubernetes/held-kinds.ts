import { Cluster } from "../../schema/cluster.ts";
import type { Entity, EntityClass } from "../../schema/entity.ts";
import { KubernetesObject } from "../../schema/kubernetes-object.ts";
import { Source } from "../../schema/source.ts";
import { Watch } from "../../schema/watch.ts";
import type { Kind } from "./kind.ts";
import { resourceName } from "./kind.ts";
import type { HeldKind } from "./mirror.ts";
import { isResourceVersion } from "./resource-version.ts";

/** What the last owner of a source left in the log, sorted by who goes on with it. */
export class HeldKinds {
  readonly #entitiesByType = new Map<EntityClass, KubernetesObject[]>();
  readonly #watchByResource = new Map<string, Watch>();
  /** Who the cluster was; null when nothing is held of it. */
  readonly identity: string | null;
  readonly version: string | null;

  constructor(held: Iterable<Entity>) {
    let source: Source | null = null;
    let cluster: Cluster | null = null;
    for (const entity of held) {
      if (entity instanceof KubernetesObject) this.#add(entity);
      else if (entity instanceof Watch) this.#watchByResource.set(entity.resource, entity);
      else if (entity instanceof Source) source = entity;
      else if (entity instanceof Cluster) cluster = entity;
    }
    this.identity = source?.identity ?? null;
    this.version = cluster?.version ?? null;
  }

  /** A watch is resumed only where a whole list was taken in, by the very kind that goes on with it. */
  of(kind: Kind, fingerprint: string): HeldKind {
    const watch = this.#watchByResource.get(resourceName(kind));
    const resumable =
      watch !== undefined &&
      watch.listed &&
      watch.fingerprint === fingerprint &&
      isResourceVersion(watch.resourceVersion);
    return { entities: this.#entitiesByType.get(kind.type) ?? [], resumable: resumable ? watch : null };
  }

  #add(entity: KubernetesObject): void {
    const type = entity.constructor as EntityClass;
    const entities = this.#entitiesByType.get(type);
    if (entities === undefined) this.#entitiesByType.set(type, [entity]);
    else entities.push(entity);
  }
}
