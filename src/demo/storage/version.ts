import { without } from "../json.ts";
import type { KubeObject } from "../kube-object.ts";

/**
 * One state of one object, as etcd keeps versions of a key. It is also the change that led to it: what it was before is
 * `previous`, for as long as the table remembers. A deletion is a version too, holding the last state.
 */
export class Version {
  readonly key: string;
  readonly revision: number;
  readonly object: KubeObject;
  readonly deleted: boolean;
  previous: Version | undefined;
  #tail: Buffer | undefined;

  constructor(key: string, revision: number, object: KubeObject, deleted: boolean, previous: Version | undefined) {
    this.key = key;
    this.revision = revision;
    this.object = object;
    this.deleted = deleted;
    this.previous = previous;
  }

  /**
   * The object's JSON after the type (`"metadata":…}`): serialised once and shared by every list and watch. What stands before
   * it, `{"kind":…,"apiVersion":…,`, depends on who asks: see ObjectView.
   */
  get tail(): Buffer {
    this.#tail ??= Buffer.from(JSON.stringify(without(this.object, "apiVersion", "kind"))).subarray(1);
    return this.#tail;
  }

  /** The object before this change, if there was one. */
  get before(): KubeObject | undefined {
    return this.previous === undefined || this.previous.deleted ? undefined : this.previous.object;
  }
}
