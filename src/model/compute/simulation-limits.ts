import { objectIn } from "./json-members.ts";
import type { PodScheduling } from "./pending-facts.ts";

const ALWAYS = [
  "Instance types, their prices and what is to be had of them are not known: a pool that would serve may have no machine for the pod.",
  "Room on nodes that exist or are being made is not considered, nor are other pods that wait.",
  "What DaemonSets need of a new node, and host ports, are not counted.",
  "Preferences are taken as Karpenter takes them by default (preference-policy Respect).",
];

/** What the simulation of pools leaves out for a pod, in plain sentences. */
export function simulationLimits(scheduling: PodScheduling | null): readonly string[] {
  if (scheduling === null) return ALWAYS;
  const { affinity, topologySpreadConstraints, persistentVolumeClaims, resourceClaims } = scheduling;
  const said = [...ALWAYS];
  if (topologySpreadConstraints.length > 0) said.push("Its topology spread constraints are not simulated.");
  if (hasMembers(affinity, "podAffinity") || hasMembers(affinity, "podAntiAffinity"))
    said.push("Its affinity to other pods is not simulated, nor is theirs to it.");
  if (persistentVolumeClaims.length > 0) said.push("The zones of its volumes are not simulated.");
  if (resourceClaims.length > 0) said.push("Its resource claims are not simulated.");
  return said;
}

function hasMembers(affinity: PodScheduling["affinity"], key: string): boolean {
  return Object.keys(objectIn(affinity, key)).length > 0;
}
