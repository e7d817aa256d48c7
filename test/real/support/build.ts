import { fetchCrds } from "./crds.ts";
import { buildGoTool, findGo, type GoTool } from "./go-tool.ts";

const etcd: GoTool = {
  name: "etcd",
  module: "go.etcd.io/etcd/server/v3",
  version: "v3.7.3",
  package: "go.etcd.io/etcd/server/v3",
};

const kubeApiserver: GoTool = {
  name: "kube-apiserver",
  module: "k8s.io/kubernetes",
  version: "v1.37.2",
  package: "k8s.io/kubernetes/cmd/kube-apiserver",
  // What Kubernetes' own build stamps in: without it /version says v0.0.0-master.
  ldflags: ["Version=v1.37.2", "Major=1", "Minor=37"].map((stamp) => `-X k8s.io/component-base/version.git${stamp}`),
  staging: { pattern: /^\s*(k8s\.io\/[a-z0-9-]+) => \.\/staging\//gm, version: "v0.37.2" },
};

/** What a control plane is started from: paths only, so that test workers can be handed it. */
export interface Tools {
  readonly kubeApiserver: string;
  readonly etcd: string;
  /** The folder of the CustomResourceDefinitions of Istio and Karpenter. */
  readonly crds: string;
}

/** Builds and fetches what the cache lacks, one after the other: each build takes every core there is. */
export async function buildTools(): Promise<Tools> {
  if ((await findGo()) === undefined) throw new Error("there is no go: Go 1.26 builds etcd and kube-apiserver");
  return { crds: await fetchCrds(), etcd: await buildGoTool(etcd), kubeApiserver: await buildGoTool(kubeApiserver) };
}
