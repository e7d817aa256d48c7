import { startApiServer, type DemoApiServer } from "../../../src/demo/api-server.ts";
import type { KubeObject } from "../../../src/demo/kube-object.ts";
import { clusterScripts } from "../../../src/demo/scene/cluster/clusters.ts";
import { Life } from "../../../src/demo/scene/life/life.ts";
import type { World } from "../../../src/demo/scene/life/world.ts";
import { createScene } from "../../../src/demo/scene/scene.ts";
import { createStage } from "../../../src/demo/scene/stage.ts";
import { createRandom } from "../../../src/lib/random.ts";

export interface StartedCluster extends AsyncDisposable {
  readonly server: DemoApiServer;
  readonly world: World;
  readonly life: Life;
  /** Moves the time on. */
  pass(seconds: number): void;
}

export const clusterNames = clusterScripts.map(({ plan }) => plan.name);

/** One cluster of the demo, in which nothing happens by itself. It is noon. */
export async function startCluster(name: string, seed = 1): Promise<StartedCluster> {
  const script = clusterScripts.find(({ plan }) => plan.name === name);
  if (script === undefined) throw new Error(`there is no cluster ${name}`);
  let time = Date.UTC(2026, 10, 23, 12);
  const now = (): number => time;
  const stage = createStage(script.plan, createRandom(seed), now);
  const { objects, machines, coming } = createScene(script, stage);
  const server = await startApiServer({ objects, now });
  const world: World = { server, stage, machines: new Set(machines), coming: new Set(coming), busy: new Set() };
  return {
    server,
    world,
    life: new Life(world),
    pass: (seconds) => void (time += seconds * 1000),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** An object as tests look into it: whatever it is asked for is there. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Loose = KubeObject & Record<string, any>;

/** The objects of a resource, none where there is no such resource. */
export function all(server: DemoApiServer, resource: string, namespace?: string): readonly Loose[] {
  return server.serves(resource) ? server.list(resource, namespace) : [];
}

export function one(server: DemoApiServer, resource: string, key: string): Loose {
  const object = server.get(resource, key);
  if (object === undefined) throw new Error(`there is no ${key} among ${resource}`);
  return object;
}
