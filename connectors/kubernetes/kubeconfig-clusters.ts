import { matchesGlob } from "../../src/lib/glob.ts";
import type { ClusterConnection } from "./connection.ts";
import type { KubeconfigPlace } from "./inventory-config.ts";
import { connectionOf } from "./kubeconfig-connection.ts";
import { KubeconfigError, parseKubeconfig } from "./kubeconfig.ts";
import type { Readings } from "./readings.ts";

/** What a name may be: anything that people can read. It is percent-encoded where it meets other names. */
const CLUSTER_NAME = /^[^\p{Cc}]{1,253}$/u;

/** The clusters of one kubeconfig: each context that is meant. All of them or none: throws KubeconfigError for the first that is wrong. */
export async function kubeconfigClusters(
  { contexts, name: template, allowExec }: KubeconfigPlace,
  file: string,
  readings: Readings,
): Promise<ClusterConnection[]> {
  const kubeconfig = parseKubeconfig(await readings.text(file));
  const clusters: ClusterConnection[] = [];
  for (const { name: context } of kubeconfig.contexts) {
    if (!contexts.some((glob) => matchesGlob(glob, context))) continue;
    const name = template.replaceAll("{context}", () => context);
    if (!CLUSTER_NAME.test(name))
      throw new KubeconfigError(`context ${JSON.stringify(context)}: this is no name for a cluster`);
    const options = { kubeconfig, file, context, name, allowExec, readings };
    clusters.push(await connectionOf(options).catch((error: unknown) => Promise.reject(inContext(context, error))));
  }
  return clusters;
}

function inContext(context: string, error: unknown): KubeconfigError {
  const message = error instanceof Error ? error.message : String(error);
  return new KubeconfigError(`context ${JSON.stringify(context)}: ${message}`, { cause: error });
}
