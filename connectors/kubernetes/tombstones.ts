import { REMEMBERED_DELETIONS } from "./limits.ts";
import { compareResourceVersions } from "./resource-version.ts";

/** The last deletions of a kind, so that a late event does not raise the dead. */
export class Tombstones {
  readonly #versionByUid = new Map<string, string>();

  add(uid: string, resourceVersion: string): void {
    this.#versionByUid.set(uid, resourceVersion);
    if (this.#versionByUid.size <= REMEMBERED_DELETIONS) return;
    for (const oldest of this.#versionByUid.keys()) {
      this.#versionByUid.delete(oldest);
      return;
    }
  }

  /** Whether the state is one from before its object's deletion. */
  cover(uid: string, resourceVersion: string): boolean {
    const deletedAt = this.#versionByUid.get(uid);
    return deletedAt !== undefined && compareResourceVersions(resourceVersion, deletedAt) <= 0;
  }

  clear(): void {
    this.#versionByUid.clear();
  }
}
