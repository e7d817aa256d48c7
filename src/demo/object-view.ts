import type { KubeObject } from "./kube-object.ts";
import { apiVersionOf, type Resource } from "./resource.ts";
import type { Version } from "./storage/version.ts";

/** How objects look to one who asks by one version of a resource: whole, or their metadata only. */
export interface ObjectView {
  readonly apiVersion: string;
  readonly kind: string;
  readonly listKind: string;
  /** Whether lists of it begin `{"apiVersion":…,"items":…`, as those of custom resources do. */
  readonly custom: boolean;
  /** What stands before an object's tail. */
  readonly head: Buffer;
  /** The same in a list, where built-in objects do not say again what they are. */
  readonly itemHead: Buffer;
  tail(version: Version): Buffer;
}

export function wholeView({ group, kind, listKind, custom }: Resource, version: string): ObjectView {
  const apiVersion = apiVersionOf(group, version);
  const head = custom ? typeMeta({ apiVersion, kind }) : typeMeta({ kind, apiVersion });
  const itemHead = custom ? head : Buffer.from("{");
  return { apiVersion, kind, listKind, custom, head, itemHead, tail: ({ tail }) => tail };
}

export const metadataView: ObjectView = {
  apiVersion: "meta.k8s.io/v1",
  kind: "PartialObjectMetadata",
  listKind: "PartialObjectMetadataList",
  custom: false,
  head: typeMeta({ kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1" }),
  itemHead: typeMeta({ kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1" }),
  tail: ({ object }) => Buffer.from(`"metadata":${JSON.stringify(object.metadata)}}`),
};

/** An object's JSON as the view shows it. */
export function encode(view: ObjectView, version: Version): Buffer {
  return Buffer.concat([view.head, view.tail(version)]);
}

function typeMeta(fields: Pick<KubeObject, "apiVersion" | "kind">): Buffer {
  return Buffer.from(`${JSON.stringify(fields).slice(0, -1)},`);
}
