import type { DemoApiServer } from "../../api-server.ts";
import type { JsonObject } from "../../json.ts";
import { keyOf, type KubeObject } from "../../kube-object.ts";
import type { Machine } from "../machine.ts";
import type { Stage } from "../stage.ts";
import { workloads, type Workload } from "../workloads.ts";

/** Something that happens in a cluster, change by change: it yields after each one. */
export type Story = Generator<void, void>;

/** A cluster in which things happen. What a story touches may have been deleted by somebody else meanwhile. */
export interface World {
  readonly server: DemoApiServer;
  readonly stage: Stage;
  /** Those that are nodes now. */
  readonly machines: Set<Machine>;
  /** What a story is about: pods by their keys, which others leave alone. */
  readonly busy: Set<string>;
}

/** Changes an object if it is still there, and says whether it was. */
export function change({ server }: World, resource: string, key: string, patch: JsonObject): boolean {
  if (server.get(resource, key) === undefined) return false;
  server.patch(resource, key, patch);
  return true;
}

export function pods({ server }: World): readonly KubeObject[] {
  return server.list("pods");
}

/** The workload that a pod is of, if it is one of the scene's. */
export function workloadOf({ metadata }: KubeObject): Workload | undefined {
  const name = metadata.labels?.["app.kubernetes.io/name"];
  return workloads.find((workload) => workload.namespace === metadata.namespace && workload.name === name);
}

/** The pods that no story is about and nobody wants gone. */
export function idlePods(world: World): readonly KubeObject[] {
  return pods(world).filter(
    ({ metadata }) => metadata.deletionTimestamp === undefined && !world.busy.has(keyOf(metadata)),
  );
}

export function nodeNameOf({ spec }: KubeObject): string | undefined {
  const nodeName = (spec as JsonObject | undefined)?.["nodeName"];
  return typeof nodeName === "string" ? nodeName : undefined;
}
