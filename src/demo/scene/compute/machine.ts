import { nameSuffix } from "../../uuid.ts";
import type { Stage } from "../stage.ts";
import type { InstanceType, NodeGroup } from "./node-group.ts";

/** A machine that is, or will be, a node. */
export interface Machine {
  readonly group: NodeGroup;
  readonly type: InstanceType;
  readonly zone: string;
  readonly address: string;
  /** The name of its node. */
  readonly nodeName: string;
  /** The name of its NodeClaim, if it was made for a pool. */
  readonly claimName: string;
  readonly providerId: string;
  readonly uid: string;
  readonly createdAt: string;
}

/** Takes a machine from a group, in one of the three zones, of one of its types. */
export function createMachine(
  group: NodeGroup,
  zoneIndex: number,
  createdAt: string,
  stage: Stage,
  type: InstanceType = stage.random.pick(group.types),
): Machine {
  const { random, plan } = stage;
  const zone = plan.zones[zoneIndex % plan.zones.length] ?? plan.zones[0];
  const octets = [10, plan.network, (zoneIndex % plan.zones.length) * 32 + random.int(32), 4 + random.int(250)];
  const claimName = `${group.name}-${nameSuffix(random)}`;
  const id = random.text(16, "0123456789abcdef");
  const isOwn = group.provisioner === "hybrid";
  const name = {
    // Source: EKS hybrid nodes that are registered with AWS Systems Manager are called by their id there.
    hybrid: `mi-0${id}`,
    auto: `i-0${id}`,
    karpenter: `ip-${octets.join("-")}.${plan.region}.compute.internal`,
    managed: `ip-${octets.join("-")}.${plan.region}.compute.internal`,
  }[group.provisioner];
  return {
    group,
    type,
    zone: isOwn ? "datacenter-1" : zone,
    address: octets.join("."),
    nodeName: name,
    claimName,
    providerId: isOwn ? `eks-hybrid:///${plan.region}/${plan.name}/${name}` : `aws:///${zone}/i-0${id}`,
    uid: stage.uid(),
    createdAt,
  };
}

type Resources = Readonly<Record<string, string>>;

/** What a machine has, and what is left of it for pods. */
export function resourcesOf({ type }: Machine): { readonly capacity: Resources; readonly allocatable: Resources } {
  const shared = {
    "ephemeral-storage": "81854Mi",
    pods: "58",
    ...(type.gpus !== undefined && { "nvidia.com/gpu": String(type.gpus) }),
  };
  const memoryKi = type.memoryGi * 1024 * 1024;
  return {
    capacity: { cpu: String(type.cpu), memory: `${Math.round(memoryKi * 0.97)}Ki`, ...shared },
    allocatable: { cpu: `${allocatableCpu(type)}m`, memory: `${Math.round(memoryKi * 0.91)}Ki`, ...shared },
  };
}

/** What is left of its CPUs for pods, in thousandths. */
export function allocatableCpu({ cpu }: InstanceType): number {
  return cpu * 1000 - 80;
}

/** The labels that a node and its NodeClaim share. */
export function machineLabels({ group, type, zone }: Machine, region: string): Readonly<Record<string, string>> {
  const isOwn = group.provisioner === "hybrid";
  return {
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/os": "linux",
    ...(!isOwn && { "node.kubernetes.io/instance-type": type.name, "topology.kubernetes.io/region": region }),
    "topology.kubernetes.io/zone": zone,
    ...poolLabels(group, type),
    ...group.labels,
  };
}

/** Karpenter's labels, and its provider's of the instance, which Auto Mode writes under another name. */
function poolLabels(group: NodeGroup, type: InstanceType): Readonly<Record<string, string>> {
  if (group.provisioner !== "karpenter" && group.provisioner !== "auto") return {};
  const [family = "", size = ""] = type.name.split(".");
  const prefix = group.provisioner === "auto" ? "eks.amazonaws.com" : "karpenter.k8s.aws";
  return {
    "karpenter.sh/nodepool": group.name,
    "karpenter.sh/capacity-type": group.capacity,
    [`${prefix}/instance-category`]: family.charAt(0),
    [`${prefix}/instance-family`]: family,
    [`${prefix}/instance-generation`]: family.replace(/\D/g, ""),
    [`${prefix}/instance-size`]: size,
    [`${prefix}/instance-cpu`]: String(type.cpu),
    [`${prefix}/instance-memory`]: String(type.memoryGi * 1024),
    ...(group.provisioner === "auto" && { "eks.amazonaws.com/compute-type": "auto" }),
  };
}

/** All labels of its node. */
export function nodeLabels(machine: Machine, region: string): Readonly<Record<string, string>> {
  const { group, nodeName } = machine;
  const ofProvisioner = {
    karpenter: {},
    auto: {},
    managed: { "eks.amazonaws.com/nodegroup": group.name, "eks.amazonaws.com/capacityType": "ON_DEMAND" },
    hybrid: { "eks.amazonaws.com/compute-type": "hybrid", "eks.amazonaws.com/hybrid-credential-provider": "ssm" },
  }[group.provisioner];
  return { ...machineLabels(machine, region), "kubernetes.io/hostname": nodeName, ...ofProvisioner };
}
