/**
 * Which labels Karpenter itself knows: a pod may ask for such a label though no pool says what it is. Sources: karpenter
 * pkg/apis/v1/labels.go, karpenter-provider-aws pkg/apis/v1/labels.go, the EKS user guide for Auto Mode.
 */
const CORE: ReadonlySet<string> = new Set([
  "karpenter.sh/nodepool",
  "karpenter.sh/capacity-type",
  "topology.kubernetes.io/zone",
  "topology.kubernetes.io/region",
  "node.kubernetes.io/instance-type",
  "kubernetes.io/arch",
  "kubernetes.io/os",
  "node.kubernetes.io/windows-build",
]);

/** What every machine of every cloud has a value of: nothing that wants it absent is ever met (cloudprovider.InstanceType, Offering). */
export const labelsOfEveryMachine: ReadonlySet<string> = new Set([
  "karpenter.sh/capacity-type",
  "topology.kubernetes.io/zone",
  "node.kubernetes.io/instance-type",
  "kubernetes.io/arch",
  "kubernetes.io/os",
]);

const NORMALIZED: ReadonlyMap<string, string> = new Map([
  ["failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"],
  ["failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"],
  ["beta.kubernetes.io/arch", "kubernetes.io/arch"],
  ["beta.kubernetes.io/os", "kubernetes.io/os"],
  ["beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"],
]);

const INSTANCE_LABELS = [
  "instance-hypervisor",
  "instance-encryption-in-transit-supported",
  "instance-category",
  "instance-family",
  "instance-generation",
  "instance-size",
  "instance-local-nvme",
  "instance-cpu",
  "instance-cpu-manufacturer",
  "instance-memory",
  "instance-ebs-bandwidth",
  "instance-network-bandwidth",
  "instance-gpu-name",
  "instance-gpu-manufacturer",
  "instance-gpu-count",
  "instance-gpu-memory",
];

const AWS_LABELS = [
  "capacity-reservation-id",
  "capacity-reservation-type",
  "instance-cpu-sustained-clock-speed-mhz",
  "instance-accelerator-name",
  "instance-accelerator-manufacturer",
  "instance-accelerator-count",
];

export const AUTO_MODE_GROUP = "eks.amazonaws.com";
const AWS_GROUP = "karpenter.k8s.aws";
const AWS_TOPOLOGY_DOMAIN = "topology.k8s.aws";
const KARPENTER_DOMAIN = "karpenter.sh";
const HOSTNAME = "kubernetes.io/hostname";

/** By the API group of the node class that a pool refers to. */
const PROVIDERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [AWS_GROUP, new Set([...keysIn(AWS_GROUP, [...INSTANCE_LABELS, ...AWS_LABELS]), "topology.k8s.aws/zone-id"])],
  [AUTO_MODE_GROUP, new Set(keysIn(AUTO_MODE_GROUP, [...INSTANCE_LABELS, "compute-type"]))],
]);

/**
 * WELL_KNOWN: may be undefined. CUSTOM: must be defined by the pool. UNCERTAIN: it lies in the cloud's own domain, and whether the running
 * version knows it cannot be told; of clouds that are not known here, every label with a domain.
 */
export type LabelKnowledge = "WELL_KNOWN" | "CUSTOM" | "UNCERTAIN";

export function labelKnowledge(key: string, nodeClassGroup: string): LabelKnowledge {
  if (CORE.has(key)) return "WELL_KNOWN";
  const provider = PROVIDERS.get(nodeClassGroup);
  if (provider?.has(key) === true) return "WELL_KNOWN";
  const domain = domainOf(key);
  const isOfCloud = isWithinDomain(domain, nodeClassGroup) || domain === AWS_TOPOLOGY_DOMAIN;
  const isUncertain = provider === undefined ? domain !== "" : isOfCloud;
  return isUncertain ? "UNCERTAIN" : "CUSTOM";
}

/** Whether Karpenter ignores pods that require anything of the label (IsRestrictedLabel). */
export function isRestrictedLabel(key: string): boolean {
  return !CORE.has(key) && (key === HOSTNAME || isWithinDomain(domainOf(key), KARPENTER_DOMAIN));
}

/** The key that replaced a deprecated one. */
export function normalizedLabel(key: string): string {
  return NORMALIZED.get(key) ?? key;
}

function keysIn(domain: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${domain}/${name}`);
}

function domainOf(key: string): string {
  const slash = key.indexOf("/");
  return slash < 0 ? "" : key.slice(0, slash);
}

function isWithinDomain(domain: string, parent: string): boolean {
  return parent !== "" && (domain === parent || domain.endsWith(`.${parent}`));
}
