import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";

/** What one control plane of a cluster says of its mesh, from its ConfigMap. Meshes follow from it; it is no type of the graph itself. */
export class IstioMeshConfig extends KubernetesObject {
  /** Null where none is given: then the trust domain stands for it. */
  readonly meshId: string | null = null;
  readonly trustDomain: string = "";
  /** `default` for the control plane without a name. */
  readonly revision: string = "";
  /** The namespace whose Sidecars, policies and rules are for all. */
  readonly rootNamespace: string = "";
  /** ALLOW_ANY, REGISTRY_ONLY or ALLOW_ANY_DYNAMIC_DNS. */
  readonly outboundMode: string = "";
  /** What an empty exportTo means. */
  readonly defaultServiceExportTo: readonly string[] = [];
  readonly defaultVirtualServiceExportTo: readonly string[] = [];
  readonly defaultDestinationRuleExportTo: readonly string[] = [];
  /** Which namespaces' ServiceEntries are seen by whom, as Istio has it; null when all are. */
  readonly serviceEntryVisibility: JsonObject | null = null;
  /** Which namespaces the control plane looks at at all; empty: all. */
  readonly discoverySelectors: readonly JsonObject[] = [];
}
