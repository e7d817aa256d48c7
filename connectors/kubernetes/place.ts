import { metadataOf, resourceVersionOf } from "./resource-version.ts";

/** What names an object of the wire and one state of it. */
export interface Place {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** "" where there is none that is one. */
  readonly resourceVersion: string;
}

/** Where an object belongs, read before and apart from the rest of it; null for what names no object. */
export function placeOf(object: unknown): Place | null {
  const metadata = metadataOf(object);
  if (metadata === null) return null;
  const { namespace = "", name, uid } = metadata;
  if (typeof namespace !== "string" || typeof name !== "string" || name === "") return null;
  return { namespace, name, uid: typeof uid === "string" ? uid : "", resourceVersion: resourceVersionOf(object) };
}
