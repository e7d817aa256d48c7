import { randomBytes } from "node:crypto";
import { createRandom } from "../lib/random.ts";
import { startApiServer, type DemoApiServer } from "./api-server.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { Pace } from "./pace.ts";
import { Life } from "./scene/life/life.ts";
import { clusterPlans, type ClusterPlan } from "./scene/plan.ts";
import { createScene } from "./scene/scene.ts";
import { createStage } from "./scene/stage.ts";

export interface DemoFleetOptions {
  /** The same seed gives the same objects, and the same changes in each cluster. */
  readonly seed: number;
  readonly host?: string;
  /** How many changes there are in all clusters together; 0 for none. */
  readonly changesPerSecond?: number;
  /** The time, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** A few clusters with a mesh, of which one cannot be reached. */
export interface DemoFleet extends AsyncDisposable {
  /** YAML with a context for each cluster, called after it. */
  readonly kubeconfig: string;
  readonly clusters: readonly DemoCluster[];
}

export interface DemoCluster {
  readonly name: string;
  readonly url: string;
  readonly ca: string;
  readonly token: string;
  /** Of a cluster that cannot be reached, it is closed. */
  readonly server: DemoApiServer;
  /** Makes the next change at once. */
  change(): void;
}

/** Starts the clusters, each on a free port of its own. */
export async function startDemoFleet(options: DemoFleetOptions): Promise<DemoFleet> {
  const { changesPerSecond = 2 } = options;
  const clusters = await Promise.all(clusterPlans.map((plan) => startCluster(plan, options)));
  const living = clusters.filter((_, index) => clusterPlans[index]?.reachable === true);
  const paces = living.map((cluster) => new Pace(changesPerSecond / living.length, () => cluster.change()));
  return {
    kubeconfig: writeKubeconfig(clusters),
    clusters,
    async [Symbol.asyncDispose]() {
      for (const pace of paces) pace[Symbol.dispose]();
      await Promise.all(clusters.map(({ server }) => server[Symbol.asyncDispose]()));
    },
  };
}

async function startCluster(plan: ClusterPlan, options: DemoFleetOptions): Promise<DemoCluster> {
  const { seed, host, now = Date.now } = options;
  const { name, gitVersion } = plan;
  // Each cluster has a sequence of its own, so that what happens in one changes nothing in another.
  const random = createRandom(seed ^ Buffer.from(name).readUInt32BE());
  const stage = createStage(plan, random, now);
  const { objects, machines } = createScene(stage);
  const server = await startApiServer({
    name,
    gitVersion,
    seed,
    now,
    objects,
    token: randomBytes(24).toString("base64url"),
    ...(host !== undefined && { host }),
  });
  if (!plan.reachable) await server.close();
  const life = new Life({ server, stage, machines: new Set(machines), busy: new Set() });
  const { url, ca, token } = server;
  return { name, url, ca, token, server, change: () => life.step() };
}
