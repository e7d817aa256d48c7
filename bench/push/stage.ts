import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { kubeconfig } from "../../test/support/kubeconfig.ts";
import type { ContextDraft } from "../../test/support/kubeconfig.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { watchBare } from "./bare-watch.ts";
import type { ChangingCluster } from "./changing-cluster.ts";
import type { Lags } from "./lag.ts";
import { measureLags } from "./lag.ts";
import { startPart } from "./part.ts";

/** Each subscriber hears one of ten namespaces. */
const NAMESPACES = 10;
const CHANGES_PER_SECOND = 200;
const ROUND_MS = 6000;

export interface StageOptions {
  readonly subscribers: number;
  /** Clusters beside the one that is measured. */
  readonly others?: Readonly<Record<string, ContextDraft>>;
}

/**
 * Sets up a gateway over a cluster with 200 changes a second, subscribers of whom each hears a tenth of them, and a bare watcher, each a
 * process of its own. `act` is given what measures one round.
 */
export async function onStage<T>(options: StageOptions, act: (round: () => Promise<Lags>) => Promise<T>): Promise<T> {
  await using folder = await temporaryFolder();
  using cluster = await startPart<ChangingCluster>("changing-cluster", `${NAMESPACES}`, `${CHANGES_PER_SECOND}`);
  const { url: server, ca, token } = cluster.started;
  const path = join(folder.path, "kubeconfig");
  const access = { server, "certificate-authority-data": Buffer.from(ca).toString("base64") };
  const contexts = { changing: { cluster: access, user: { token } }, ...options.others };
  await writeFile(path, kubeconfig(contexts), { mode: 0o600 });
  using gateway = await startPart<string>("gateway", path);
  const wanted = [gateway.started, "changing", `${options.subscribers}`, `${NAMESPACES}`];
  using subscribers = await startPart<boolean>("subscribers", ...wanted);
  const stop = new AbortController();
  const seen = await watchBare(cluster.started, stop.signal);
  const heard = { cluster, subscribers, seen };
  try {
    return await act(() => measureLags(heard, ROUND_MS, options.subscribers / NAMESPACES));
  } finally {
    stop.abort();
  }
}
