/** Where clusters are read from: `kubernetes` of the configuration, with absolute paths. */
export interface InventoryConfig {
  readonly kubeconfigs: readonly KubeconfigPlace[];
  /** The cluster that the gateway runs in. */
  readonly inCluster?: { readonly name: string } | undefined;
}

export interface KubeconfigPlace {
  /** A file, or a folder of which every file is read. */
  readonly path: string;
  /** Globs of the contexts that become clusters. */
  readonly contexts: readonly string[];
  /** The cluster's name; `{context}` stands for the context's. */
  readonly name: string;
  readonly allowExec: boolean;
}

/** Something of the inventory was refused: what it was before stays. `place` names the file. */
export interface InventoryProblem {
  readonly place: string;
  readonly message: string;
}

/** A file or folder gives no cluster. Nothing is refused, but it is hardly what was meant. */
export interface InventoryWarning {
  readonly place: string;
  readonly message: string;
}
