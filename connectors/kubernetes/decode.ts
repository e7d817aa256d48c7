import type { JsonObject, KubernetesObject, StringMap } from "../../schema/kubernetes-object.ts";
import { noStrings } from "../../schema/kubernetes-object.ts";
import { InternPool } from "../../src/lib/intern.ts";
import { DecodeError, objectIn, optionalSeconds, optionalString, requiredString } from "./json.ts";
import type { Kind } from "./kind.ts";

/** A copy of the whole object for kubectl's own use: it may hold what the graph must not show, and doubles the size. */
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** Turns the wire objects of one cluster into entities, which share equal label sets and strings. */
export class Decoder {
  readonly #cluster: string;
  readonly #pool = new InternPool();

  constructor(cluster: string) {
    this.#cluster = cluster;
  }

  /** Throws DecodeError for an object that is not what its kind says. */
  decode<T extends KubernetesObject>(kind: Kind<T>, object: JsonObject): T {
    const metadata = objectIn(object, "metadata");
    const entity = Object.assign(new kind.type(), kind.read(object), {
      cluster: this.#cluster,
      namespace: optionalString(metadata, "namespace"),
      name: requiredString(metadata, "name"),
      uid: requiredString(metadata, "uid"),
      resourceVersion: requiredString(metadata, "resourceVersion"),
      labels: this.#strings(metadata, "labels"),
      annotations: this.#strings(metadata, "annotations", LAST_APPLIED),
      createdSeconds: optionalSeconds(metadata, "creationTimestamp") ?? 0,
    });
    return Object.freeze(entity);
  }

  #strings(metadata: JsonObject, key: string, without?: string): StringMap {
    const map = objectIn(metadata, key);
    let size = 0;
    for (const name in map) {
      if (typeof map[name] !== "string") throw new DecodeError(`${key}: expected strings only`);
      size += 1;
    }
    if (size === 0) return noStrings;
    if (without === undefined || !(without in map)) return this.#pool.map(map as StringMap);
    const { [without]: _, ...rest } = map as StringMap;
    return this.#pool.map(rest);
  }
}
