import type { KubeDraft } from "../../support/kube-wire.ts";

/** A world as it is written: its objects by when they are created, a second apart. */
export interface WorldDraft {
  /** What it is about, or the seed that it is from. */
  readonly title: string;
  readonly waves: readonly (readonly KubeDraft[])[];
  /** Names asked for besides the hosts that its objects have. */
  readonly names?: readonly string[];
}

/** A few namespaces that see nothing of other worlds, in a cluster with many of them. */
export interface IstioWorld extends Omit<WorldDraft, "names"> {
  readonly namespaces: readonly string[];
  readonly askers: readonly Asker[];
  /** Everything that has a name in it, wildcards included. */
  readonly hosts: readonly string[];
  readonly ports: readonly number[];
  /** Whose endpoint an address is, such as `ServiceEntry w001-a/one`. */
  readonly owners: ReadonlyMap<string, string>;
  /** By ServiceEntry, such as `ServiceEntry w001-a/one`, the addresses that it says its hosts have. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
}

/** A sidecar: of a pod, or any of a namespace. */
export interface Asker {
  readonly namespace: string;
  readonly pod: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

export function nameOfAsker({ namespace, pod }: Asker): string {
  return pod === null ? namespace : `${namespace}/${pod}`;
}
