import { KubernetesObject } from "./kubernetes-object.ts";

/** What one control plane of a cluster says of its mesh, from its ConfigMap. Meshes follow from it; it is no type of the graph itself. */
export class IstioMeshConfig extends KubernetesObject {
  /** Null where none is given: then the trust domain stands for it. */
  readonly meshId: string | null = null;
  readonly trustDomain: string = "";
  /** `default` for the control plane without a name. */
  readonly revision: string = "";
}
