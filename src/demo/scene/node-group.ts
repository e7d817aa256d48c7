/** Where nodes come from: a pool of Karpenter, or a managed node group of EKS. */
export interface NodeGroup {
  readonly name: string;
  readonly provisioner: "karpenter" | "eks";
  readonly capacity: "spot" | "on-demand";
  readonly count: number;
  readonly types: readonly InstanceType[];
  /** Keeps everything away that is not meant for these nodes. */
  readonly taint?: { readonly key: string; readonly value: string; readonly effect: string };
  readonly weight?: number;
}

export interface InstanceType {
  readonly name: string;
  readonly cpu: number;
  readonly memoryGi: number;
}

const small: InstanceType = { name: "m7i.large", cpu: 2, memoryGi: 8 };
const medium: InstanceType = { name: "m7i.xlarge", cpu: 4, memoryGi: 16 };
const compute: InstanceType = { name: "c7i.xlarge", cpu: 4, memoryGi: 8 };
const older: InstanceType = { name: "m6i.xlarge", cpu: 4, memoryGi: 16 };

/** The node groups of every cluster: cheap nodes first, steady ones behind them, and the egress gateway's own in each zone. */
export const nodeGroups: readonly NodeGroup[] = [
  { name: "spot", provisioner: "karpenter", capacity: "spot", count: 4, types: [medium, compute, older], weight: 50 },
  { name: "steady", provisioner: "karpenter", capacity: "on-demand", count: 3, types: [medium, older] },
  {
    name: "egress",
    provisioner: "eks",
    capacity: "on-demand",
    count: 3,
    types: [small],
    taint: { key: "dedicated", value: "egress", effect: "NoSchedule" },
  },
];
