import type { Random } from "../../lib/random.ts";
import { kubeTime } from "../kube-object.ts";
import { uuid } from "../uuid.ts";
import type { ClusterPlan } from "./cluster/cluster-plan.ts";

/** What scenery is made with: the cluster's plan, chance and the time. */
export interface Stage {
  readonly plan: ClusterPlan;
  readonly random: Random;
  /** A new uid. */
  uid(): string;
  /** A time so many seconds ago. */
  ago(seconds: number): string;
  /** How many seconds ago a time was. */
  since(time: string | undefined): number;
  /** The address of a pod that has none yet. */
  podAddress(): string;
}

export const days = (count: number): number => count * 24 * 60 * 60;

export function createStage(plan: ClusterPlan, random: Random, now: () => number): Stage {
  let addresses = 0;
  return {
    plan,
    random,
    uid: () => uuid(random),
    ago: (seconds) => kubeTime(now() - seconds * 1000),
    since: (time) => (time === undefined ? 0 : Math.round((now() - Date.parse(time)) / 1000)),
    podAddress: () => {
      addresses += 1;
      return `10.${plan.network + 100}.${(addresses >> 8) & 255}.${addresses & 255}`;
    },
  };
}
