import { stringify } from "yaml";
import type { KubeDraft } from "../../support/kube-wire.ts";
import type { IstioWorld } from "./world.ts";

/** Worlds that one control plane governs, which looks at no others. */
export interface Batch {
  /** Of its control plane, in the graph; each has one. */
  readonly revision: string;
  /** What differs from Istio's default MeshConfig. */
  readonly meshConfig: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  readonly worlds: readonly IstioWorld[];
}

const SYSTEM = "istio-system";
/** The version that istiod's source says of itself. */
const VERSION = "1.31.0";

/** The whole MeshConfig that both istiod and the graph are given. */
export function meshConfigOf({ revision, meshConfig }: Batch): Readonly<Record<string, unknown>> {
  const root = meshConfig["rootNamespace"] ?? SYSTEM;
  const discoverySelectors = [
    { matchLabels: labelsOf(revision) },
    { matchLabels: { "kubernetes.io/metadata.name": root } },
  ];
  return { discoverySelectors, ...meshConfig };
}

/** Of a namespace whose workloads that revision governs. */
export function labelsOf(revision: string): Readonly<Record<string, string>> {
  return { "istio.io/rev": revision };
}

/** What an installation of that control plane leaves in the cluster, as far as the graph reads it. */
export function installationOf(batch: Batch): readonly KubeDraft[] {
  const { revision, env } = batch;
  const labels = { app: "istiod", ...labelsOf(revision) };
  const metadata = { namespace: SYSTEM, labels };
  const variables = Object.entries(env).map(([name, value]) => ({ name, value }));
  const containers = [{ name: "discovery", image: `docker.io/istio/pilot:${VERSION}`, env: variables }];
  const selector = { matchLabels: labels };
  const template = { metadata: { labels }, spec: { containers } };
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { ...metadata, name: `istio-${revision}` },
      data: { mesh: stringify(meshConfigOf(batch)) },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { ...metadata, name: `istiod-${revision}` },
      spec: { selector, template },
    },
  ];
}
