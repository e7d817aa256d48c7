import type { InstanceType, NodeGroup } from "./node-group.ts";
import type { Stage } from "./stage.ts";

/** A virtual machine that is, or will be, a node. */
export interface Machine {
  readonly group: NodeGroup;
  readonly type: InstanceType;
  readonly zone: string;
  readonly address: string;
  /** The name of its node. */
  readonly nodeName: string;
  /** The name of its NodeClaim, if Karpenter made it. */
  readonly claimName: string;
  readonly providerId: string;
  readonly uid: string;
  readonly createdAt: string;
}

/** Takes a machine from a group, in one of the three zones. */
export function createMachine(group: NodeGroup, zoneIndex: number, createdAt: string, stage: Stage): Machine {
  const { random, plan } = stage;
  const zone = plan.zones[zoneIndex % plan.zones.length] ?? plan.zones[0];
  const octets = [10, plan.network, (zoneIndex % plan.zones.length) * 32 + random.int(32), 4 + random.int(250)];
  return {
    group,
    type: random.pick(group.types),
    zone,
    address: octets.join("."),
    nodeName: `ip-${octets.join("-")}.${plan.region}.compute.internal`,
    claimName: `${group.name}-${random.text(5, "bcdfghjklmnpqrstvwxz2456789")}`,
    providerId: `aws:///${zone}/i-0${random.text(16, "0123456789abcdef")}`,
    uid: stage.uid(),
    createdAt,
  };
}

/** What a machine has, and what is left of it for pods. */
export function resourcesOf({ type }: Machine): { readonly capacity: Resources; readonly allocatable: Resources } {
  const shared = { "ephemeral-storage": "81854Mi", pods: "58" };
  const memoryKi = type.memoryGi * 1024 * 1024;
  return {
    capacity: { cpu: String(type.cpu), memory: `${Math.round(memoryKi * 0.97)}Ki`, ...shared },
    allocatable: { cpu: `${type.cpu * 1000 - 80}m`, memory: `${Math.round(memoryKi * 0.91)}Ki`, ...shared },
  };
}

type Resources = Readonly<Record<string, string>>;

/** The labels that a node and its NodeClaim share. */
export function machineLabels({ group, type, zone }: Machine, region: string): Readonly<Record<string, string>> {
  const [family = "", size = ""] = type.name.split(".");
  return {
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/os": "linux",
    "node.kubernetes.io/instance-type": type.name,
    "topology.kubernetes.io/region": region,
    "topology.kubernetes.io/zone": zone,
    ...(group.provisioner === "karpenter" && {
      "karpenter.sh/nodepool": group.name,
      "karpenter.sh/capacity-type": group.capacity,
      "karpenter.k8s.aws/instance-category": family.charAt(0),
      "karpenter.k8s.aws/instance-family": family,
      "karpenter.k8s.aws/instance-size": size,
      "retail.example/pool": group.name,
    }),
  };
}
