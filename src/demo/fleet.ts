import { randomBytes } from "node:crypto";
import { createRandom } from "../lib/random.ts";
import { startApiServer, type DemoApiServer } from "./api-server.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { Pace } from "./pace.ts";
import type { IncidentName } from "./scene/incidents/summaries.ts";
import { Life } from "./scene/life/life.ts";
import type { Story, World } from "./scene/life/world.ts";
import { clusterScripts } from "./scene/cluster/clusters.ts";
import type { ClusterScript } from "./scene/cluster/script.ts";
import { createScene } from "./scene/scene.ts";
import { createStage } from "./scene/stage.ts";

export interface DemoFleetOptions {
  /** The same seed gives the same objects, and the same changes in each cluster. */
  readonly seed: number;
  readonly host?: string;
  /** How many changes there are in all clusters together; 0 for none. */
  readonly changesPerSecond?: number;
  /** What goes wrong, some seconds after the start. */
  readonly incident?: IncidentName;
  /** The time, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** Six clusters, most of them in one of two meshes; one of them cannot be reached. */
export interface DemoFleet extends AsyncDisposable {
  /** YAML with a context for each cluster, called after it. */
  readonly kubeconfig: string;
  readonly clusters: readonly DemoCluster[];
  /** Makes the next change of the incident at once, if there is one and it is not over: that is the answer. */
  incidentStep(): boolean;
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

/** An incident begins when whoever watches has seen how things were, and is told at a pace that can be followed. */
const incidentAfterMs = 8000;
const incidentChangesPerSecond = 3;

/** Starts the clusters, each on a free port of its own. */
export async function startDemoFleet(options: DemoFleetOptions): Promise<DemoFleet> {
  const { changesPerSecond = 4 } = options;
  const started = await Promise.all(clusterScripts.map((script) => startCluster(script, options)));
  const living = started.filter((_, index) => clusterScripts[index]?.plan.reachable === true);
  const paces = living.map(({ cluster }) => new Pace(changesPerSecond / living.length, () => cluster.change()));
  const story = await incidentStory(started, options);
  const incidentStep = (): boolean => story?.next().done === false;
  if (story !== undefined && changesPerSecond > 0)
    paces.push(new Pace(incidentChangesPerSecond, incidentStep, incidentAfterMs));
  const clusters = started.map(({ cluster }) => cluster);
  return {
    kubeconfig: writeKubeconfig(clusters),
    clusters,
    incidentStep,
    async [Symbol.asyncDispose]() {
      for (const pace of paces) pace[Symbol.dispose]();
      await Promise.all(clusters.map(({ server }) => server[Symbol.asyncDispose]()));
    },
  };
}

/** The incident that was asked for, in the cluster where it happens. */
async function incidentStory(
  started: readonly StartedCluster[],
  { incident }: DemoFleetOptions,
): Promise<Story | undefined> {
  if (incident === undefined) return undefined;
  const { incidents } = await import("./scene/incidents/index.ts");
  const chosen = incidents[incident];
  const name = chosen.cluster;
  const world = started.find(({ cluster }) => cluster.name === name)?.world;
  if (world === undefined) throw new Error(`there is no cluster ${name}`);
  return chosen.play(world);
}

interface StartedCluster {
  readonly cluster: DemoCluster;
  readonly world: World;
}

async function startCluster(script: ClusterScript, options: DemoFleetOptions): Promise<StartedCluster> {
  const { seed, host, now = Date.now } = options;
  const { plan } = script;
  const { name, gitVersion } = plan;
  // Each cluster has a sequence of its own, so that what happens in one changes nothing in another.
  const random = createRandom(seed ^ Buffer.from(name).readUInt32BE());
  const stage = createStage(plan, random, now);
  const { objects, machines, coming } = createScene(script, stage);
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
  const world = { server, stage, machines: new Set(machines), coming: new Set(coming), busy: new Set<string>() };
  const life = new Life(world);
  const { url, ca, token } = server;
  return { cluster: { name, url, ca, token, server, change: () => life.step() }, world };
}
