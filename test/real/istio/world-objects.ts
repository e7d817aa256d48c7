import type { KubeDraft } from "../../support/kube-wire.ts";
import type { IstioWorld } from "./world.ts";

export function draftsOf({ waves }: IstioWorld): readonly KubeDraft[] {
  return waves.flat();
}

/** The hosts that an object brings. */
export function claimsOf({ kind, metadata, spec }: KubeDraft): readonly string[] {
  if (kind === "Service") return [`${metadata.name}.${metadata.namespace}.svc.cluster.local`];
  return kind === "ServiceEntry" ? [...new Set((spec as { readonly hosts: readonly string[] }).hosts)] : [];
}

/** Such as `ServiceEntry w001-a/one`. */
export function nameOfDraft({ kind, metadata }: KubeDraft): string {
  return `${kind} ${metadata.namespace}/${metadata.name}`;
}

/** The same of an object of the graph. */
export function nameOfObject({
  __typename,
  namespace,
  name,
}: {
  readonly __typename: string;
  readonly namespace: string;
  readonly name: string;
}): string {
  return `${__typename === "KubernetesService" ? "Service" : __typename} ${namespace}/${name}`;
}

export function draftOf(world: IstioWorld, name: string): KubeDraft | undefined {
  return draftsOf(world).find((draft) => nameOfDraft(draft) === name);
}
