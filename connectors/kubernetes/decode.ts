import type { JsonObject, KubernetesObject } from "../../schema/kubernetes-object.ts";
import { noStrings } from "../../schema/kubernetes-object.ts";
import { InternPool } from "../../src/lib/intern.ts";
import { objectIn, optionalString, optionalTime, requiredString, stringMapIn } from "./json.ts";
import type { Kind } from "./kind.ts";

/** A copy of the whole object for kubectl's own use: it may hold what the graph must not show, and doubles the size. */
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** Turns the wire objects of one cluster into entities, frozen to the last member, which share equal label sets and strings. */
export class Decoder {
  readonly #cluster: string;
  readonly #pool = new InternPool();

  constructor(cluster: string) {
    this.#cluster = cluster;
  }

  /** Throws DecodeError for an object that is not what its kind says. The entity keeps parts of the object, which it freezes. */
  decode<T extends KubernetesObject>(kind: Kind<T>, object: JsonObject): T {
    const metadata = objectIn(object, "metadata");
    const entity = Object.assign(new kind.type(), kind.read(object, this.#pool), {
      cluster: this.#cluster,
      namespace: optionalString(metadata, "namespace", this.#pool),
      name: requiredString(metadata, "name"),
      uid: requiredString(metadata, "uid"),
      resourceVersion: requiredString(metadata, "resourceVersion"),
      labels: stringMapIn(metadata, "labels", this.#pool) ?? noStrings,
      annotations: stringMapIn(metadata, "annotations", this.#pool, LAST_APPLIED) ?? noStrings,
      createdSeconds: Math.floor((optionalTime(metadata, "creationTimestamp")?.getTime() ?? 0) / 1000),
    });
    freezeDeep(entity);
    return entity;
  }
}

/** Without recursion: how deep a spec is, is up to who wrote it. */
function freezeDeep(root: object): void {
  const rest: object[] = [root];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (Object.isFrozen(next)) continue;
    Object.freeze(next);
    const members = next as Record<string, unknown>;
    for (const key in members) {
      const member = members[key];
      if (typeof member === "object" && member !== null) rest.push(member);
    }
  }
}
