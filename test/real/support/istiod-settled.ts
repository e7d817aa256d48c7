import { eventually } from "../../support/eventually.ts";
import { KubeClient } from "../../support/kube-client.ts";
import { istioFacts } from "./istio-facts.ts";
import type { IstioOracle, ProxyIdentity } from "./istio-oracle.ts";
import type { Istiod } from "./istiod.ts";
import { istiodFacts } from "./istiod-view.ts";

const settledWithinMs = 60_000;

/** Any proxy has the cluster that goes nowhere. */
const anyProxy: ProxyIdentity = { namespace: "istio-system" };
const everyonesCluster = "BlackHoleCluster";

/**
 * Comes back when each proxy that connects is told what follows from all that the API server holds, deletions included: istiod holds the
 * same, has read all of it anew since, and nothing was on its way meanwhile. Labels of pods and namespaces are not compared.
 */
export async function settled(istiod: Istiod, oracle: IstioOracle): Promise<void> {
  await using client = new KubeClient(istiod.plane);
  const attempt = async (): Promise<void> => {
    await expectEqual(istiod, client);
    const updates = await istiod.inboundUpdates();
    await pushAnew(istiod, oracle);
    const others = (await istiod.inboundUpdates()) - updates - 1;
    if (others !== 0) throw new Error(`istiod took note of ${others} other changes meanwhile`);
    await expectEqual(istiod, client);
  };
  await eventually("istiod has settled", attempt, { withinMs: settledWithinMs, everyMs: 20 });
}

async function expectEqual(istiod: Istiod, client: KubeClient): Promise<void> {
  const [wanted, held] = [await istioFacts(client), await istiodFacts(istiod)];
  const missing = [...wanted].filter((fact) => !held.has(fact));
  const outdated = [...held].filter((fact) => !wanted.has(fact));
  if (missing.length > 0 || outdated.length > 0)
    throw new Error(`istiod does not hold ${JSON.stringify(missing)} yet, and still holds ${JSON.stringify(outdated)}`);
}

async function pushAnew(istiod: Istiod, oracle: IstioOracle): Promise<void> {
  const stamp = await istiod.stamp();
  await eventually("istiod pushes what it has read anew", async () => {
    const { clusters } = await oracle.ask(istiod, anyProxy);
    const pushed = clusters.find(({ name }) => name === everyonesCluster)?.connectTimeoutMs;
    if (pushed !== stamp) throw new Error(`the last push bears ${pushed}, not ${stamp}`);
  });
}
