import type { Connection, Edge } from "../schema/connection.ts";
import type { Entity, EntityClass, EntityKey } from "../schema/entity.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import type { PageInfo } from "../schema/page-info.ts";
import type { Source } from "../schema/source.ts";
import type { Context } from "../src/context.ts";
import { BadCursorError } from "../src/errors.ts";
import type { Page, Seals, Selection, View, Window } from "../src/ports.ts";
import type { Provenance } from "./provenance.ts";
import { isPartialAnswer, sourcesOf } from "./provenance.ts";
import { windowOf } from "./window.ts";

/** A list of entities that is shown in pages. */
export interface Listing<T extends Entity> {
  readonly type: EntityClass<T>;
  readonly selection: Selection<T>;
  /** Tells the list from every other one of its type: a cursor is good for this one only. */
  readonly question: string;
  readonly provenance: Provenance;
}

/** A page of a list. Refuses a bad page at once; the rest is worked out when it is asked for. */
export function connect<T extends Entity>(context: Context, listing: Listing<T>, request: PageRequest): Connection<T> {
  const cursors = new Cursors(context.seals, `page ${listing.type.name} ${listing.question}`);
  return new LazyConnection(
    context.view,
    listing,
    windowOf(request, (cursor) => cursors.read(cursor)),
    cursors,
  );
}

class LazyConnection<T extends Entity> implements Connection<T> {
  readonly #view: View;
  readonly #listing: Listing<T>;
  readonly #window: Window;
  readonly #cursors: Cursors;
  #page: Page<T> | undefined;

  constructor(view: View, listing: Listing<T>, window: Window, cursors: Cursors) {
    this.#view = view;
    this.#listing = listing;
    this.#window = window;
    this.#cursors = cursors;
  }

  get nodes(): readonly T[] {
    return this.#read().items;
  }

  get edges(): readonly Edge<T>[] {
    return this.nodes.map((node) => new LazyEdge(node, this.#cursors));
  }

  get pageInfo(): PageInfo {
    const { items, hasNextPage, hasPreviousPage } = this.#read();
    const cursors = this.#cursors;
    return {
      hasNextPage,
      hasPreviousPage,
      get startCursor() {
        return cursors.writeFor(items[0]);
      },
      get endCursor() {
        return cursors.writeFor(items.at(-1));
      },
    };
  }

  get totalCount(): number | null {
    return this.#view.count(this.#listing.type, this.#listing.selection);
  }

  get sources(): readonly Source[] {
    return sourcesOf(this.#view, this.#listing.provenance);
  }

  get partial(): boolean {
    return isPartialAnswer(this.#view, this.#listing.provenance);
  }

  #read(): Page<T> {
    return (this.#page ??= this.#view.page(this.#listing.type, this.#listing.selection, this.#window));
  }
}

class LazyEdge<T extends Entity> implements Edge<T> {
  readonly node: T;
  readonly #cursors: Cursors;

  constructor(node: T, cursors: Cursors) {
    this.node = node;
    this.#cursors = cursors;
  }

  get cursor(): string {
    return this.#cursors.write(this.node);
  }
}

/** The cursors of one list: the key of an entity, sealed. */
class Cursors {
  readonly #seals: Seals;
  readonly #purpose: string;

  constructor(seals: Seals, purpose: string) {
    this.#seals = seals;
    this.#purpose = purpose;
  }

  write({ cluster, namespace, name }: EntityKey): string {
    return this.#seals.seal(this.#purpose, JSON.stringify([cluster, namespace, name]));
  }

  writeFor(key: EntityKey | undefined): string | null {
    return key === undefined ? null : this.write(key);
  }

  read(cursor: string): EntityKey {
    const text = this.#seals.open(this.#purpose, cursor);
    if (text === null) throw new BadCursorError("the cursor is of another list, another viewer, or none");
    const [cluster, namespace, name] = JSON.parse(text) as [string, string | null, string];
    return { cluster, namespace, name };
  }
}
