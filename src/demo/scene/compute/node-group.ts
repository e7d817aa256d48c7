import type { Taint } from "./taint.ts";

/** Where nodes come from: a pool of Karpenter or of EKS Auto Mode, a managed node group, or a room with machines of one's own. */
export interface NodeGroup {
  readonly name: string;
  readonly provisioner: "karpenter" | "auto" | "managed" | "hybrid";
  readonly capacity: "spot" | "on-demand";
  readonly count: number;
  readonly types: readonly [InstanceType, ...InstanceType[]];
  /** Keeps everything away that is not meant for these nodes. */
  readonly taint?: Taint;
  /** Labels of its nodes that nobody but who runs the cluster gives. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly weight?: number;
  /** What all nodes of the pool together may have, in CPUs and GiB. */
  readonly limits?: { readonly cpu: number; readonly memoryGi: number };
  /** Whether EKS made the pool, and lets nobody change it. */
  readonly builtIn?: boolean;
}

export interface InstanceType {
  readonly name: string;
  readonly cpu: number;
  readonly memoryGi: number;
  readonly gpus?: number;
}

/** Whether its nodes are made when pods ask for them. */
export function isPool({ provisioner }: NodeGroup): boolean {
  return provisioner === "karpenter" || provisioner === "auto";
}

export const instanceTypes = {
  small: { name: "m7i.large", cpu: 2, memoryGi: 8 },
  medium: { name: "m7i.xlarge", cpu: 4, memoryGi: 16 },
  compute: { name: "c7i.xlarge", cpu: 4, memoryGi: 8 },
  older: { name: "m6i.xlarge", cpu: 4, memoryGi: 16 },
  gpu: { name: "g6.xlarge", cpu: 4, memoryGi: 16, gpus: 1 },
  /** A machine of one's own has no type that AWS knows. */
  own: { name: "own", cpu: 8, memoryGi: 32 },
} as const satisfies Readonly<Record<string, InstanceType>>;
