import { keyOf, type KubeObject } from "../kube-object.ts";
import { Table } from "./table.ts";
import { Version } from "./version.ts";

/** What etcd is to a kube-apiserver: one revision for all, counted up by every write. */
export class Storage {
  readonly #window: number;
  readonly #tables = new Set<Table>();
  readonly #waiting = new Set<() => void>();
  #revision = 1;

  /** `window` is how many changes each table remembers. */
  constructor(window: number) {
    this.#window = window;
  }

  get revision(): number {
    return this.#revision;
  }

  createTable(): Table {
    const table = new Table(this.#revision, this.#window);
    this.#tables.add(table);
    return table;
  }

  dropTable(table: Table): void {
    this.#tables.delete(table);
    table.close();
  }

  /** Writes an object as it stands, with the new revision as its resourceVersion. */
  write(table: Table, object: KubeObject): Version {
    return this.#append(table, object, false);
  }

  delete(table: Table, version: Version): Version {
    return this.#append(table, version.object, true);
  }

  /** Forgets the past: from now on, every revision before the present one is expired. */
  compact(): void {
    for (const table of this.#tables) table.compact(this.#revision);
  }

  /** Resolves to true once a revision is there, to false when it does not come in time. */
  reached(revision: number, milliseconds: number): Promise<boolean> {
    if (this.#revision >= revision) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(this.#revision >= revision);
      };
      const look = (): void => {
        if (this.#revision >= revision) finish();
      };
      const timer = setTimeout(finish, milliseconds);
      this.#waiting.add(look);
    });
  }

  #append(table: Table, object: KubeObject, deleted: boolean): Version {
    this.#revision += 1;
    const key = keyOf(object.metadata);
    const stamped = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#revision) } };
    const version = new Version(key, this.#revision, stamped, deleted, table.head(key));
    table.append(version);
    for (const look of this.#waiting) look();
    return version;
  }
}
