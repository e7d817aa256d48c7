/** A mesh as the control planes of one cluster have it. */
export interface MeshPlan {
  readonly id: string;
  readonly trustDomain: string;
  /** Whether a sidecar is a container like others, or one that starts first and ends last. */
  readonly sidecars: "classic" | "native";
  readonly outbound: "REGISTRY_ONLY" | "ALLOW_ANY";
  readonly revisions: readonly [Revision, ...Revision[]];
  /** Names of revisions, by which namespaces follow them without saying which they are. */
  readonly tags: Readonly<Record<string, string>>;
}

/** One installation of istiod. */
export interface Revision {
  readonly name: string;
  readonly version: string;
}

/** What the objects of a revision are called after: `istiod`, `istiod-1-31`. */
export function revisionSuffix({ name }: Revision): string {
  return name === "default" ? "" : `-${name}`;
}

/** The revision of that name or tag; the first one for no name. */
export function revisionNamed({ revisions, tags }: MeshPlan, name: string | undefined): Revision {
  const meant = name === undefined ? undefined : (tags[name] ?? name);
  return revisions.find((revision) => revision.name === meant) ?? revisions[0];
}
