import { KubernetesObject } from "./kubernetes-object.ts";

/** A webhook that puts sidecars into pods: it tells which revisions and tags a cluster has. It is no type of the graph itself. */
export class IstioInjector extends KubernetesObject {
  /** The revision that it leads to. */
  readonly revision: string = "";
  /** The name that stands for the revision; null for the revision's own webhook. */
  readonly tag: string | null = null;
}
