/** Why one node, pool or pod is out, as its own words were understood. OTHER: they were not. */
export type PendingCauseCode =
  | "INSUFFICIENT_RESOURCE"
  | "TOO_MANY_PODS"
  | "TAINT_NOT_TOLERATED"
  | "REQUIREMENT_CONFLICT"
  | "NODE_AFFINITY"
  | "NODE_NAME"
  | "NODE_UNSCHEDULABLE"
  | "POD_AFFINITY"
  | "POD_ANTI_AFFINITY"
  | "TOPOLOGY"
  | "HOST_PORT"
  | "VOLUME_UNBOUND"
  | "VOLUME_CLAIM"
  | "VOLUME_CONFLICT"
  | "VOLUME_LIMIT"
  | "RESOURCE_CLAIM"
  | "NO_NODES"
  | "POD_GROUP"
  | "LIMIT_EXCEEDED"
  | "INSTANCE_TYPE_TOO_SMALL"
  | "NO_OFFERING"
  | "NO_INSTANCE_TYPE"
  | "RESERVED_CAPACITY"
  | "INSUFFICIENT_CAPACITY"
  | "NODE_CLASS_NOT_READY"
  | "NOMINATION_LOST"
  | "NO_POOLS"
  | "AVOIDS_KARPENTER"
  | "NOT_TAKEN"
  | "OTHER";

export interface PendingCause {
  readonly code: PendingCauseCode;
  readonly from: "SCHEDULER" | "KARPENTER";
  /** The pool that it is about, where that is told. */
  readonly pool: string | null;
  /** The resource, taint, label or object that it is about. */
  readonly subject: string | null;
  /** In the words of who said it. */
  readonly message: string;
  /** Of how many nodes or pools it was said. */
  readonly count: number;
}

/** A pattern with its code; the group `subject` names what it is about. */
export type CausePattern = readonly [RegExp, PendingCauseCode];

/** The first pattern that the message has. */
export function classified(
  message: string,
  patterns: readonly CausePattern[],
): { readonly code: PendingCauseCode; readonly subject: string | null } {
  for (const [pattern, code] of patterns) {
    const match = pattern.exec(message);
    if (match !== null) return { code, subject: match.groups?.["subject"] ?? null };
  }
  return { code: "OTHER", subject: null };
}
