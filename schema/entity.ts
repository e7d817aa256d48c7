import { Field, ID, InterfaceType } from "type-graphql";

/** Names one entity of the graph: its type and its key segments, percent-encoded, such as `ServiceEntry/eu-1/shop/stripe`. Opaque to clients. */
export type EntityId = string;

/**
 * One thing in the graph, immutable. Its class is at once the GraphQL type, the key of its collection in the store and the target of
 * the decoder. Cluster, namespace and name, in this order, place it in its collection.
 */
@InterfaceType("Node", { description: "Relay global object identification." })
export abstract class Entity {
  /** The cluster, or for other outsides the account, that the entity is in; "" for what is in none. In the graph `cluster` is an edge. */
  abstract readonly cluster: string;
  /** Null for what has none. */
  abstract readonly namespace: string | null;
  abstract readonly name: string;

  @Field(() => ID, { description: "Names the object in the whole graph. Opaque." })
  get id(): EntityId {
    return entityId(this.constructor.name, this.cluster, this.namespace, this.name);
  }
}

/** A concrete entity class. Its `name` is the GraphQL type's name. */
export interface EntityClass<T extends Entity = Entity> {
  new (): T;
  readonly name: string;
}

/** What places an entity within its collection. */
export interface EntityKey {
  readonly cluster: string;
  readonly namespace: string | null;
  readonly name: string;
}

/** Writes an id: `Type/cluster/namespace/name`, without the segments that are empty. */
export function entityId(type: string, cluster: string, namespace: string | null, name: string): EntityId {
  const place = cluster === "" ? type : `${type}/${segment(cluster)}`;
  return namespace === null ? `${place}/${segment(name)}` : `${place}/${segment(namespace)}/${segment(name)}`;
}

/** Reads an id back; null for any string that `entityId` would not have written. */
export function parseEntityId(id: string): (EntityKey & { readonly type: string }) | null {
  const [type = "", ...rest] = id.split("/");
  const segments = rest.map(decode);
  const name = segments.pop();
  if (type === "" || name === undefined || segments.length > 2 || [name, ...segments].includes("")) return null;
  const key = { type, cluster: segments[0] ?? "", namespace: segments[1] ?? null, name };
  return entityId(key.type, key.cluster, key.namespace, key.name) === id ? key : null;
}

const plain = /^[A-Za-z0-9._~-]+$/;

function segment(text: string): string {
  return plain.test(text) ? text : encodeURIComponent(text);
}

/** "" for what is no segment: an empty one, or broken percent-encoding. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
