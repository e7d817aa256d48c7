import { hash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Refusal } from "./refusal.ts";
import { refuse } from "./refusal.ts";

/** Characters of all texts together. */
const KEPT_CHARACTERS = 8 * 1024 * 1024;

/** Documents that clients may name by their hash once they were sent whole: Apollo's automatic persisted queries. */
export class PersistedQueries {
  readonly #texts = new LRUCache<string, string>({
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (text, name) => text.length + name.length,
  });

  /** The text that a request means; undefined when it means none by a hash. */
  resolve(query: unknown, extensions: unknown): string | Refusal | undefined {
    const name = hashIn(extensions);
    if (name === undefined) return undefined;
    if (typeof name !== "string")
      return refuse(400, "BAD_REQUEST", "`persistedQuery` must have version 1 and a sha256Hash");
    if (typeof query !== "string" || query === "") {
      const text = this.#texts.get(name);
      return text ?? refuse(200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound");
    }
    return hash("sha256", query) === name ? query : refuse(400, "BAD_REQUEST", "the hash is not that of the query");
  }

  /** Keeps the text of a document that turned out to be good, when it came with its hash. */
  keep(text: string, extensions: unknown): void {
    const name = hashIn(extensions);
    if (typeof name === "string") this.#texts.set(name, text);
  }
}

/** Undefined when there is no persisted query; null when there is one of another making. */
function hashIn(extensions: unknown): string | null | undefined {
  if (typeof extensions !== "object" || extensions === null || !("persistedQuery" in extensions)) return undefined;
  const { version, sha256Hash } = (extensions.persistedQuery ?? {}) as Record<string, unknown>;
  return version === 1 && typeof sha256Hash === "string" ? sha256Hash : null;
}
