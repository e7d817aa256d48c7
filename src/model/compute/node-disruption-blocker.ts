/** One thing that keeps Karpenter from disrupting a node. */
export interface DisruptionBlocker {
  readonly code: DisruptionBlockerCode;
  /** Why, for people. */
  readonly message: string;
  /** The object that is in the way; null when it is the node itself. */
  readonly object: BlockingObject | null;
  /** Whether Karpenter said so, the objects say so, or they do while something of them is not known. */
  readonly evidence: "OBSERVED" | "DERIVED" | "ASSUMED";
  /** When it ends by itself; null when that is not known. */
  readonly until: Date | null;
}

export interface BlockingObject {
  readonly kind: "Pod" | "PodDisruptionBudget" | "NodePool";
  readonly namespace: string | null;
  readonly name: string;
}

export type DisruptionBlockerCode =
  | "AWAITING_REPLACEMENT"
  | "AWAITING_VOLUME_DETACHMENT"
  | "BLOCKED"
  | "BUDGET"
  | "CONSOLIDATION_DISABLED"
  | "INVALID_DURATION"
  | "LABEL_MISSING"
  | "MULTIPLE_PDBS"
  | "NODE_DO_NOT_DISRUPT"
  | "NODE_MISSING"
  | "NODE_NOMINATED"
  | "NODE_NOT_INITIALIZED"
  | "NODE_POOL_MISSING"
  | "PDB"
  | "POD_DO_NOT_DISRUPT"
  | "POLICY_WHEN_EMPTY"
  | "STATIC_POOL"
  | "UNCONSOLIDATABLE";

/** Those that pods cause: a NodeClaim with a terminationGracePeriod drifts in spite of them. */
const POD_CODES: ReadonlySet<DisruptionBlockerCode> = new Set(["MULTIPLE_PDBS", "PDB", "POD_DO_NOT_DISRUPT"]);

export function isOfPods({ code }: DisruptionBlocker): boolean {
  return POD_CODES.has(code);
}

/** Those that the node, its claim and its pool tell. */
const NODE_CODES: ReadonlySet<DisruptionBlockerCode> = new Set([
  "LABEL_MISSING",
  "NODE_DO_NOT_DISRUPT",
  "NODE_MISSING",
  "NODE_NOT_INITIALIZED",
  "NODE_POOL_MISSING",
]);

/** A blocker that the objects tell, by default of the node itself and without an end. */
export function derived(
  code: DisruptionBlockerCode,
  message: string,
  more: Partial<Pick<DisruptionBlocker, "object" | "evidence" | "until">> = {},
): DisruptionBlocker {
  return { code, message, object: null, evidence: "DERIVED", until: null, ...more };
}

/**
 * What Karpenter said first, then what the objects tell; what both say is one, and is observed. What Karpenter said and the objects would
 * tell, and do not, is past: it does not say when something has ended. Of pods the objects tell only where those are read.
 */
export function mergedBlockers(
  observed: readonly DisruptionBlocker[],
  told: readonly DisruptionBlocker[],
  arePodsRead: boolean,
): readonly DisruptionBlocker[] {
  const isPast = (blocker: DisruptionBlocker): boolean =>
    NODE_CODES.has(blocker.code) || (arePodsRead && isOfPods(blocker));
  const keys = new Set(observed.map(keyOf));
  const toldKeys = new Set(told.map(keyOf));
  return [
    ...observed.filter((blocker) => !isPast(blocker) && !toldKeys.has(keyOf(blocker))),
    ...told.map((blocker) => (keys.has(keyOf(blocker)) ? { ...blocker, evidence: "OBSERVED" as const } : blocker)),
  ];
}

function keyOf({ code, object }: DisruptionBlocker): string {
  return object === null ? code : `${code} ${object.kind} ${object.namespace ?? ""}/${object.name}`;
}
