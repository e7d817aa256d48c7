import type { Entity, EntityClass, EntityKey } from "../../schema/entity.ts";
import type { Index, Page, Selection, View, Window } from "../../src/ports.ts";

/** How a naive view differs from one that sees everything at noon. */
export interface NaiveViewOptions {
  readonly at?: Date;
  readonly accessKey?: string;
  /** Whether the viewer may see it; everything, when absent. */
  readonly sees?: (entity: Entity) => boolean;
}

/**
 * The View port at its simplest, to test resolvers with and to compare the real view with: each question looks at every entity. It reads
 * the iterable anew each time, so whoever changes that moves the view on.
 */
export class NaiveView implements View {
  readonly accessKey: string;
  readonly #entities: Iterable<Entity>;
  readonly #at: Date;
  readonly #sees: (entity: Entity) => boolean;

  constructor(entities: Iterable<Entity>, options: NaiveViewOptions = {}) {
    this.#entities = entities;
    this.#at = options.at ?? new Date("2026-11-23T12:00:00Z");
    this.accessKey = options.accessKey ?? "everything";
    this.#sees = options.sees ?? (() => true);
  }

  now(): Date {
    return this.#at;
  }

  get<T extends Entity>(type: EntityClass<T>, key: EntityKey): T | null {
    return this.all(type, {}).find((entity) => compareKeys(entity, key) === 0) ?? null;
  }

  all<T extends Entity>(type: EntityClass<T>, selection: Selection<T>): readonly T[] {
    return [...this.#entities]
      .filter((entity): entity is T => entity.constructor === type && this.#sees(entity))
      .filter((entity) => isSelected(entity, selection))
      .toSorted(compareKeys);
  }

  page<T extends Entity>(type: EntityClass<T>, selection: Selection<T>, window: Window): Page<T> {
    const selected = this.all(type, selection);
    if ("first" in window) {
      const { first, after } = window;
      const rest = after === undefined ? selected : selected.filter((entity) => compareKeys(entity, after) > 0);
      return {
        items: rest.slice(0, first),
        hasNextPage: rest.length > first,
        hasPreviousPage: rest.length < selected.length,
      };
    }
    const { last, before } = window;
    const rest = before === undefined ? selected : selected.filter((entity) => compareKeys(entity, before) < 0);
    return {
      items: rest.slice(Math.max(0, rest.length - last)),
      hasNextPage: rest.length < selected.length,
      hasPreviousPage: rest.length > last,
    };
  }

  count<T extends Entity>(type: EntityClass<T>, selection: Selection<T>): number {
    return this.all(type, selection).length;
  }

  by<T extends Entity>(index: Index<T>, key: string): readonly T[] {
    return this.all(index.type, { within: { index, key } });
  }
}

function isSelected<T extends Entity>(entity: T, selection: Selection<T>): boolean {
  const { clusters, namespaces, names, within, where } = selection;
  return (
    (clusters?.includes(entity.cluster) ?? true) &&
    (namespaces?.some((namespace) => namespace === entity.namespace) ?? true) &&
    (names?.some((pattern) => isGlobMatch(pattern, entity.name)) ?? true) &&
    (within?.index.keys(entity).includes(within.key) ?? true) &&
    (where?.(entity) ?? true)
  );
}

function isGlobMatch(pattern: string, name: string): boolean {
  const literal = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll("*", ".*")}$`, "s").test(name);
}

/** By cluster, namespace and name, by code unit; what has no namespace comes first. */
function compareKeys(a: EntityKey, b: EntityKey): number {
  for (const part of ["cluster", "namespace", "name"] as const) {
    const [left, right] = [a[part] ?? "", b[part] ?? ""];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
