import { fileURLToPath } from "node:url";
import { fetchCrds } from "./crds.ts";
import { findGo } from "./go-module.ts";
import { buildGoTool, type GoTool } from "./go-tool.ts";

const etcd: GoTool = {
  name: "etcd",
  module: "go.etcd.io/etcd/server/v3",
  version: "v3.7.3",
  program: { package: "go.etcd.io/etcd/server/v3" },
};

const kubeApiserver: GoTool = {
  name: "kube-apiserver",
  module: "k8s.io/kubernetes",
  version: "v1.37.2",
  program: { package: "k8s.io/kubernetes/cmd/kube-apiserver" },
  // What Kubernetes' own build stamps in: without it /version says v0.0.0-master.
  ldflags: ["Version=v1.37.2", "Major=1", "Minor=37"].map((stamp) => `-X k8s.io/component-base/version.git${stamp}`),
  staging: { pattern: /^\s*(k8s\.io\/[a-z0-9-]+) => \.\/staging\//gm, version: "v0.37.2" },
};

/** Istio tags no Go module: this is its main branch of that day, which becomes 1.31. */
const istio = { module: "istio.io/istio", version: "v0.0.0-20260827124520-eed52ebb66ad" };

const istiod: GoTool = {
  name: "istiod",
  ...istio,
  program: { package: "istio.io/istio/pilot/cmd/pilot-discovery" },
};

const istioOracle: GoTool = { name: "istio-oracle", ...istio, program: ours("istio-oracle") };

const karpenter: GoTool = {
  name: "karpenter",
  module: "sigs.k8s.io/karpenter",
  // 1.13 and later want a newer Go.
  version: "v1.12.0",
  program: { package: "sigs.k8s.io/karpenter/kwok" },
};

const networkPolicyOracle: GoTool = {
  name: "network-policy-oracle",
  module: "github.com/mattfenwick/cyclonus",
  version: "v0.5.6",
  program: ours("network-policy-oracle"),
};

/** What tests with control planes are started from: paths only, so that test workers can be handed it. */
export interface Tools {
  readonly kubeApiserver: string;
  readonly etcd: string;
  /** The folder of the CustomResourceDefinitions: see fetchCrds. */
  readonly crds: string;
  readonly istiod: string;
  /** Tells what istiod tells a proxy. */
  readonly istioOracle: string;
  /** Karpenter with its provider of nodes that do not exist. */
  readonly karpenter: string;
  /** Tells which traffic NetworkPolicies allow. */
  readonly networkPolicyOracle: string;
}

/** Builds and fetches what the cache lacks, one after the other: each build takes every core there is. */
export async function buildTools(): Promise<Tools> {
  if ((await findGo()) === undefined) throw new Error("there is no go: Go 1.26 builds the real components");
  return {
    crds: await fetchCrds(),
    etcd: await buildGoTool(etcd),
    kubeApiserver: await buildGoTool(kubeApiserver),
    istiod: await buildGoTool(istiod),
    istioOracle: await buildGoTool(istioOracle),
    karpenter: await buildGoTool(karpenter),
    networkPolicyOracle: await buildGoTool(networkPolicyOracle),
  };
}

/** A program of our own. */
function ours(name: string): { readonly folder: string } {
  return { folder: fileURLToPath(new URL(`../programs/${name}`, import.meta.url)) };
}
