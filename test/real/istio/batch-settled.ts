import { eventually } from "../../support/eventually.ts";
import type { KubeClient } from "../../support/kube-client.ts";
import { istioFacts } from "../support/istio-facts.ts";
import type { IstioOracle } from "../support/istio-oracle.ts";
import type { Istiod } from "../support/istiod.ts";
import { istiodFacts } from "../support/istiod-view.ts";

/** It reads everything before it says that it is ready. */
const WITHIN_MS = 20_000;

/**
 * Comes back when each proxy that connects is told what follows from all objects of these namespaces: istiod holds them, and has pushed
 * since. Nothing may change meanwhile. Which hosts it makes of ServiceEntries is not looked at: that is what it is asked.
 */
export async function batchSettled(
  istiod: Istiod,
  oracle: IstioOracle,
  client: KubeClient,
  namespaces: readonly string[],
): Promise<void> {
  const isMeant = (fact: string): boolean =>
    !fact.startsWith("host ") &&
    namespaces.some((name) => fact.includes(` ${name}/`) || fact.includes(`.${name}.svc.`));
  const wanted = [...(await istioFacts(client))].filter(isMeant);
  await eventually(
    "istiod holds what the API server does",
    async () => {
      const held = await istiodFacts(istiod);
      const missing = wanted.filter((fact) => !held.has(fact));
      if (missing.length > 0) throw new Error(`istiod does not hold ${JSON.stringify(missing)} yet`);
    },
    { withinMs: WITHIN_MS },
  );
  const stamp = await istiod.stamp();
  await eventually(
    "istiod pushes what it has read anew",
    async () => {
      const { clusters } = await oracle.ask(istiod, { namespace: "istio-system" });
      const pushed = clusters.find(({ name }) => name === "BlackHoleCluster")?.connectTimeoutMs;
      if (pushed !== stamp) throw new Error(`the last push bears ${pushed}, not ${stamp}`);
    },
    { withinMs: WITHIN_MS },
  );
}
