import type { CausePattern, PendingCause } from "./pending-causes.ts";
import { classified } from "./pending-causes.ts";

/** What kube-scheduler said when no node took a pod. */
export interface SchedulerMessage {
  /** Null where it does not say. */
  readonly nodes: number | null;
  readonly causes: readonly PendingCause[];
  /** What it says of making room by preemption. */
  readonly preemption: string | null;
}

/**
 * Sources: k8s.io/kubernetes pkg/scheduler/framework/plugins (ErrReason and status texts of 1.37, and those of releases since 1.22 where
 * they were others).
 */
const PATTERNS: readonly CausePattern[] = [
  [/^Insufficient (?<subject>\S+)/, "INSUFFICIENT_RESOURCE"],
  [/^Too many pods/, "TOO_MANY_PODS"],
  [/^node\(s\) had (?:untolerated )?taint \{(?<subject>[^}]*)\}/, "TAINT_NOT_TOLERATED"],
  [/^node\(s\) had (?:untolerated taint|taints that the pod)/, "TAINT_NOT_TOLERATED"],
  [
    /node affinity\/selector|Pod's node affinity|match node selector|enforced node affinity|terms conflict/,
    "NODE_AFFINITY",
  ],
  [/requested node name/, "NODE_NAME"],
  [/^node\(s\) were unschedulable|^node\(s\) had unknown conditions/, "NODE_UNSCHEDULABLE"],
  [/anti-affinity rules/, "POD_ANTI_AFFINITY"],
  [/pod affinity(?:\/anti-affinity)?(?: rules)?$/, "POD_AFFINITY"],
  [/topology spread constraints/, "TOPOLOGY"],
  [/free ports/, "HOST_PORT"],
  [/unbound immediate PersistentVolumeClaims/, "VOLUME_UNBOUND"],
  [/exceed max volume count|CSI driver is not installed/, "VOLUME_LIMIT"],
  [/persistentvolumeclaim "(?<subject>[^"]+)"/i, "VOLUME_CLAIM"],
  [/volume node affinity|PersistentVolume's node affinity|available volume zone|volumes to bind/, "VOLUME_CONFLICT"],
  [/free storage|available disk|ReadWriteOncePod|non-existent pv/, "VOLUME_CONFLICT"],
  [/resource ?claim|device class|allocate all claims|deallocat/i, "RESOURCE_CLAIM"],
  [/pod group|gang/, "POD_GROUP"],
];

const COUNTED = /^(?<count>\d+) (?<text>.+)$/s;

/**
 * Reads `0/5 nodes are available: 2 Insufficient cpu, 3 node(s) …. preemption: …`. What is said of no number of nodes is said of all.
 * Source: k8s.io/kubernetes pkg/scheduler/framework/types.go (FitError).
 */
export function schedulerMessage(text: string): SchedulerMessage {
  const groups = /^0\/(?<nodes>\d+) nodes are available:? ?(?<rest>.*)$/s.exec(text)?.groups;
  if (groups === undefined) return { nodes: null, causes: [otherCause(text)], preemption: null };
  const nodes = Number(groups["nodes"]);
  const rest = groups["rest"] ?? "";
  const end = rest.search(/\.(?: |$)/);
  const told = end < 0 ? rest : rest.slice(0, end);
  const causes = told === "" ? [] : told.split(/, (?=\d+ )/).map((part) => causeOf(part, nodes));
  return { nodes, causes, preemption: preemptionIn(end < 0 ? "" : rest.slice(end + 1)) };
}

function causeOf(part: string, nodes: number): PendingCause {
  const groups = COUNTED.exec(part)?.groups;
  const message = (groups?.["text"] ?? part).trim();
  const count = groups === undefined ? nodes : Number(groups["count"]);
  return { ...classified(message, PATTERNS), from: "SCHEDULER", pool: null, message, count };
}

function otherCause(text: string): PendingCause {
  const isEmpty = text.startsWith("no nodes available");
  const known = isEmpty ? ({ code: "NO_NODES", subject: null } as const) : classified(text, PATTERNS);
  return { ...known, from: "SCHEDULER", pool: null, message: text, count: isEmpty ? 0 : 1 };
}

function preemptionIn(rest: string): string | null {
  const at = rest.indexOf("preemption: ");
  if (at < 0) return null;
  const told = rest
    .slice(at + "preemption: ".length)
    .replace(/^0\/\d+ nodes are available: /, "")
    .replace(/\.+$/, "");
  return told === "" ? null : told;
}
