import type { Toleration } from "../compute/taint.ts";

/** One program that somebody runs, as its Deployment, StatefulSet or DaemonSet has it. */
export interface Workload {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  readonly controller: "Deployment" | "StatefulSet" | "DaemonSet";
  /** How many pods; of a DaemonSet there is one on every node that it selects. */
  readonly replicas: number;
  readonly port: number;
  readonly cpu: string;
  readonly memory: string;
  /** How it takes part in a mesh: beside a sidecar, through its node's proxy, as a gateway of Istio's, or not at all. */
  readonly mesh: "sidecar" | "ambient" | "gateway" | "none";
  /** Whether it is a team's, and so is replaced now and then. */
  readonly isTeams: boolean;
  /** Labels of its pods, besides those that every pod has. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What its Service, controller and budget find its pods by: `app` unless said. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  /** Variables of its container. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Its Service. Unless said it has one of its own name, whose port 80 leads to its port. */
  readonly service?: ServicePlan | "none";
  /** How many of its pods must be left at any time. */
  readonly minAvailable?: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface ServicePlan {
  readonly name?: string;
  readonly address?: string;
  readonly type?: "LoadBalancer";
  readonly labels?: Readonly<Record<string, string>>;
  readonly ports?: readonly ServicePort[];
}

export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: number;
  readonly protocol?: string;
}

/** The labels by which Services and policies find the pods of a workload. */
export function selectorOf({ name, selector }: Workload): Readonly<Record<string, string>> {
  return selector ?? { app: name };
}

/** What a sidecar asks for, as Istio's chart says. */
export const sidecarRequests = { cpu: "100m", memory: "128Mi" };

/** What one pod of it asks for, in thousandths of a CPU. */
export function cpuOf({ cpu, mesh }: Workload): number {
  return thousandths(cpu) + (mesh === "sidecar" ? thousandths(sidecarRequests.cpu) : 0);
}

function thousandths(cpu: string): number {
  return cpu.endsWith("m") ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000;
}
