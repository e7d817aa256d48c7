import { z } from "zod";
import type { KubeClient } from "../../support/kube-client.ts";
import type { ControlPlane } from "../support/control-plane.ts";
import type { IstioOracle } from "../support/istio-oracle.ts";
import type { Istiod } from "../support/istiod.ts";
import type { Batch } from "./batch.ts";
import type { Check } from "./comparison.ts";
import { compareHost, compareOutboundMode, compareRegistry } from "./comparison.ts";
import { nameOfObject } from "./world-objects.ts";
import { destinationAddresses } from "./destination-addresses.ts";
import { askGraph } from "./graph-answer.ts";
import { ToldProxy } from "./istiod-answer.ts";
import { startSettledIstiod } from "./start-settled-istiod.ts";
import type { Asker, IstioWorld } from "./world.ts";

const Registry = z.array(
  z.object({
    hostname: z.string(),
    Attributes: z.object({
      ServiceRegistry: z.string(),
      Namespace: z.string(),
      Name: z.string(),
      ObjectName: z.string().optional(),
    }),
  }),
);

/** Who is asked, and of what. */
interface Parties {
  readonly plane: ControlPlane;
  readonly client: KubeClient;
  readonly oracles: readonly IstioOracle[];
  readonly graphUrl: string;
  /** By Service, the addresses that the API server gave it. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
}

/** Has an istiod of its own and the graph answer for all worlds of a batch. */
export async function judgeBatch(parties: Parties, batch: Batch): Promise<readonly Check[]> {
  const { plane, client, oracles } = parties;
  const [first] = oracles;
  if (first === undefined) throw new Error("there is nobody to ask istiod");
  await using istiod = await startSettledIstiod(plane, client, first, batch);
  const registry = registryOf(Registry.parse(await istiod.debug("registryz")));
  const checks: Check[] = [];
  const questions = batch.worlds.values();
  const asking = oracles.map(async (oracle) => {
    for (const world of questions) checks.push(...(await judgeWorld(parties, istiod, oracle, world, registry)));
  });
  await Promise.all(asking);
  return checks;
}

function registryOf(services: z.infer<typeof Registry>): ReadonlySet<string> {
  return new Set(
    services.map(({ hostname, Attributes: { ServiceRegistry, Namespace, Name, ObjectName } }) =>
      ServiceRegistry === "Kubernetes"
        ? `${hostname} of Service ${Namespace}/${Name}`
        : `${hostname} of ServiceEntry ${Namespace}/${ObjectName}`,
    ),
  );
}

async function judgeWorld(
  { graphUrl, addresses }: Parties,
  istiod: Istiod,
  oracle: IstioOracle,
  world: IstioWorld,
  registry: ReadonlySet<string>,
): Promise<readonly Check[]> {
  const claimed = new Set<string>();
  const checks: Check[] = [];
  for (const asker of world.askers) {
    const [told, said] = await Promise.all([oracle.ask(istiod, identityOf(asker)), askGraph(graphUrl, world, asker)]);
    const proxy = new ToldProxy(told);
    checks.push(...compareOutboundMode(world, asker, proxy.outboundMode(), said.values()));
    for (const [host, graph] of said) {
      const at = destinationAddresses(world, addresses, graph);
      const answer = proxy.answer(host, world.ports, at);
      checks.push(...compareHost(world, asker, host, { answer, clusters: proxy.clustersOf(host) }, graph));
      for (const { object, verdict } of graph.claims)
        if (verdict !== "NOT_READ") claimed.add(`${host} of ${nameOfObject(object)}`);
    }
  }
  return [...checks, ...compareRegistry(world, registry, claimed)];
}

function identityOf({ namespace, pod, labels }: Asker): Parameters<IstioOracle["ask"]>[1] {
  return { namespace, labels, ...(pod !== null && { name: pod }) };
}
