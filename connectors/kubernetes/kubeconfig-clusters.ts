import { matchesGlob } from "../../src/lib/glob.ts";
import type { ClusterConnection } from "./connection.ts";
import type { KubeconfigPlace } from "./inventory-config.ts";
import { connectionOf } from "./kubeconfig-connection.ts";
import { Faults } from "./kubeconfig-faults.ts";
import { KubeconfigError, parseKubeconfig } from "./kubeconfig.ts";
import type { Readings } from "./readings.ts";

/** What a name may be: anything that people can read. It is percent-encoded where it meets other names. */
const CLUSTER_NAME = /^[^\p{Cc}]{1,253}$/u;

/** What a kubeconfig says. */
export interface KubeconfigReading {
  /** Of each context that is meant. */
  readonly clusters: readonly ClusterConnection[];
  /** The names of all contexts. */
  readonly contexts: readonly string[];
}

/** The clusters of one kubeconfig: each context that is meant. All of them or none: throws KubeconfigError with all that is wrong. */
export async function kubeconfigClusters(
  { contexts, name: template, allowExec }: KubeconfigPlace,
  file: string,
  readings: Readings,
): Promise<KubeconfigReading> {
  const kubeconfig = parseKubeconfig(await readings.text(file));
  const names = kubeconfig.contexts.map(({ name }) => name);
  const faults = new Faults();
  const clusters: ClusterConnection[] = [];
  for (const context of names) {
    if (!contexts.some((glob) => matchesGlob(glob, context))) continue;
    const name = template.replaceAll("{context}", () => context);
    const cluster = await faults.of(
      () => connectionOf({ kubeconfig, file, context, name: checkedName(name), allowExec, readings }),
      (problem) => `context ${JSON.stringify(context)}: ${problem}`,
    );
    if (cluster !== undefined) clusters.push(cluster);
  }
  faults.check();
  return { clusters, contexts: names };
}

function checkedName(name: string): string {
  if (!CLUSTER_NAME.test(name)) throw new KubeconfigError("this is no name for a cluster");
  return name;
}
