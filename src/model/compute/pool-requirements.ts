import { textIn } from "./json-members.ts";
import type { SchedulingPool } from "./pending-facts.ts";
import type { Requirement } from "./scheduling-requirement.ts";
import { requirement, requirementIn } from "./scheduling-requirement.ts";
import type { Requirements } from "./scheduling-requirements.ts";
import { labelRequirements, requirementsOf } from "./scheduling-requirements.ts";
import { AUTO_MODE_GROUP } from "./well-known-labels.ts";

/** What the labels of a pool's nodes may be. */
export interface OfferedRequirements {
  readonly requirements: Requirements;
  /** The labels that the pool itself speaks of. */
  readonly declaredKeys: ReadonlySet<string>;
  /** The API group of its node class, which tells the cloud. */
  readonly nodeClassGroup: string;
}

/**
 * The requirements of the NodeClaims of a pool, before one is for a pod; null when one of the pool's cannot be read. Source: karpenter
 * scheduling/nodeclaimtemplate.go (NewNodeClaimTemplate).
 */
export function poolRequirements(pool: SchedulingPool): OfferedRequirements | null {
  const declared: Requirement[] = [...labelRequirements(pool.templateLabels)];
  for (const object of pool.requirements) {
    const read = requirementIn(object);
    if (read === null) return null;
    declared.push(read);
  }
  const nodeClassGroup = textIn(pool.nodeClassRef, "group");
  const nodeClassKey = `${nodeClassGroup}/${textIn(pool.nodeClassRef, "kind").toLowerCase()}`;
  const own = [
    requirement("karpenter.sh/nodepool", "In", [pool.name]),
    requirement(nodeClassKey, "In", [textIn(pool.nodeClassRef, "name")]),
  ];
  return {
    requirements: requirementsOf([...declared, ...own, ...cloudRequirements(nodeClassGroup)]),
    declaredKeys: new Set(declared.map(({ key }) => key)),
    nodeClassGroup,
  };
}

/** What all machines of a cloud are. Source: the EKS user guide: Auto Mode has Linux only, and marks its nodes. */
function cloudRequirements(nodeClassGroup: string): readonly Requirement[] {
  if (nodeClassGroup !== AUTO_MODE_GROUP) return [];
  return [
    requirement(`${AUTO_MODE_GROUP}/compute-type`, "In", ["auto"]),
    requirement("kubernetes.io/os", "In", ["linux"]),
  ];
}
