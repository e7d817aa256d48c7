import { type Definition, isDefinition, readDefinition } from "./definition.ts";
import { apiVersionOf, resourceName, type Resource, type ResourceVersion } from "./resource.ts";
import type { Storage } from "./storage/storage.ts";
import type { Table } from "./storage/table.ts";
import type { Version } from "./storage/version.ts";

/** A resource that is served, and where its objects are. */
export interface Served {
  readonly resource: Resource;
  readonly table: Table;
}

/** What a server serves: the built-in resources, and what the CustomResourceDefinitions stored in it make. */
export class Catalog {
  readonly #storage: Storage;
  readonly #byName = new Map<string, Served>();
  /** By `apiVersion kind`. */
  readonly #byKind = new Map<string, Served>();

  constructor(storage: Storage, resources: readonly Resource[]) {
    this.#storage = storage;
    for (const resource of resources) this.#serve(resource);
    this.named("customresourcedefinitions.apiextensions.k8s.io")?.table.listen({
      changed: (version) => this.#follow(version),
      closed: () => undefined,
    });
  }

  /** By a name like `pods` or `serviceentries.networking.istio.io`. */
  named(name: string): Served | undefined {
    return this.#byName.get(name);
  }

  find(group: string, version: string, plural: string): (Served & { readonly version: ResourceVersion }) | undefined {
    const served = this.#byName.get(resourceName({ group, plural }));
    const found = served?.resource.versions.find(({ name }) => name === version);
    return served !== undefined && found !== undefined ? { ...served, version: found } : undefined;
  }

  ofKind(apiVersion: string, kind: string): Served | undefined {
    return this.#byKind.get(`${apiVersion} ${kind}`);
  }

  /** What a definition's resource is, as long as it is served. */
  definedBy({ spec }: Definition): Served | undefined {
    return this.#byName.get(resourceName({ group: spec.group, plural: spec.names.plural }));
  }

  get all(): readonly Served[] {
    return [...this.#byName.values()];
  }

  #follow(version: Version): void {
    if (!isDefinition(version.object)) return;
    const resource = readDefinition(version.object);
    if (version.deleted) this.#withdraw(resource);
    else this.#serve(resource);
  }

  #serve(resource: Resource): void {
    const name = resourceName(resource);
    const before = this.#byName.get(name);
    const served = { resource, table: before?.table ?? this.#storage.createTable() };
    if (before !== undefined) for (const key of kindsOf(before.resource)) this.#byKind.delete(key);
    this.#byName.set(name, served);
    for (const key of kindsOf(resource)) this.#byKind.set(key, served);
  }

  #withdraw(resource: Resource): void {
    const served = this.#byName.get(resourceName(resource));
    if (served === undefined) return;
    this.#byName.delete(resourceName(resource));
    for (const key of kindsOf(served.resource)) this.#byKind.delete(key);
    this.#storage.dropTable(served.table);
  }
}

function kindsOf({ group, kind, versions }: Resource): readonly string[] {
  return versions.map(({ name }) => `${apiVersionOf(group, name)} ${kind}`);
}
