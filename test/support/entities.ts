import { Decoder } from "../../connectors/kubernetes/decode.ts";
import type { Kind } from "../../connectors/kubernetes/kind.ts";
import { Cluster } from "../../schema/cluster.ts";
import type { JsonObject, KubernetesObject } from "../../schema/kubernetes-object.ts";
import { Mesh } from "../../schema/mesh.ts";
import { Source } from "../../schema/source.ts";
import { Watch } from "../../schema/watch.ts";

export function cluster(name: string, fields: Partial<Cluster> = {}): Cluster {
  return Object.freeze(Object.assign(new Cluster(), { ...fields, name }));
}

export function mesh(name: string, ...clusterNames: readonly string[]): Mesh {
  return Object.freeze(Object.assign(new Mesh(), { name, clusterNames }));
}

/** An API server, live unless said otherwise. */
export function source(clusterName: string, fields: Partial<Source> = {}): Source {
  const defaults = { cluster: clusterName, name: "kubernetes", phase: "LIVE" };
  return Object.freeze(Object.assign(new Source(), defaults, fields));
}

/** A watch of a type that is listed and spoke ten seconds before noon, unless said otherwise. */
export function watch(clusterName: string, type: string, fields: Partial<Watch> = {}): Watch {
  const defaults = { cluster: clusterName, type, name: `${type.toLowerCase()}s`, source: "kubernetes" };
  const state = { phase: "WATCHING", listed: true, lastEventAt: new Date("2026-11-23T11:59:50Z") };
  return Object.freeze(Object.assign(new Watch(), defaults, state, fields));
}

/** What of a wire object differs from test to test. */
export interface WireParts {
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly ownerReferences?: readonly object[];
  readonly deletionTimestamp?: string;
  readonly [member: string]: unknown;
}

/** An entity as a cluster's object becomes it. The path is `cluster/namespace/name`, or `cluster/name` for what is in no namespace. */
export function object<T extends KubernetesObject>(
  kind: Kind<T>,
  path: string,
  { labels, annotations, ownerReferences, deletionTimestamp, ...rest }: WireParts = {},
): T {
  const [clusterName = "", ...place] = path.split("/");
  const name = place.pop();
  const metadata = { name, namespace: place[0], labels, annotations, ownerReferences, deletionTimestamp };
  const system = { uid: `uid of ${path}`, resourceVersion: "1", creationTimestamp: "2026-11-01T00:00:00Z" };
  const wire = { metadata: { ...metadata, ...system }, ...rest };
  return new Decoder(clusterName).decode(kind, structuredClone(wire) as JsonObject);
}
