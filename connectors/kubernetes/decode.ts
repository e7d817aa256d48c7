import type { JsonObject, KubernetesObject } from "../../schema/kubernetes-object.ts";
import { noStrings } from "../../schema/kubernetes-object.ts";
import { InternPool } from "../../src/lib/intern.ts";
import { DecodeError, objectIn, optionalString, optionalTime, requiredString, stringMapIn } from "./json.ts";
import type { Kind } from "./kind.ts";

/**
 * Copies of the whole object, which tools keep for their own use: they may hold what the graph must not show, and double the size. Those
 * of kubectl, kapp and Rancher's Fleet.
 */
const COPIES: ReadonlySet<string> = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  "kapp.k14s.io/original",
  "objectset.rio.cattle.io/applied",
]);

/** An object of Kubernetes has some ten levels; JSON can be written at some thousands. */
const MOST_LEVELS = 100;

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
      annotations: stringMapIn(metadata, "annotations", this.#pool, COPIES) ?? noStrings,
      createdSeconds: secondsIn(metadata, "creationTimestamp") ?? 0,
      deletionSeconds: secondsIn(metadata, "deletionTimestamp"),
    });
    freezeDeep(entity);
    return entity;
  }
}

function secondsIn(metadata: JsonObject, key: string): number | null {
  const time = optionalTime(metadata, key);
  return time === null ? null : Math.floor(time.getTime() / 1000);
}

/**
 * Level by level, without recursion: how deep a spec is, is up to who wrote it. JSON.parse reads deeper than JSON.stringify can write, so
 * what is too deep ends here.
 */
function freezeDeep(root: object): void {
  let level: object[] = [root];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MOST_LEVELS) throw new DecodeError(`expected at most ${MOST_LEVELS} levels`);
    level = freezeLevel(level);
  }
}

/** Freezes objects, and gives those that are in them. */
function freezeLevel(level: readonly object[]): object[] {
  const below: object[] = [];
  for (const object of level) {
    if (Object.isFrozen(object)) continue;
    Object.freeze(object);
    const members = object as Record<string, unknown>;
    for (const key in members) {
      const member = members[key];
      if (typeof member === "object" && member !== null) below.push(member);
    }
  }
  return below;
}
