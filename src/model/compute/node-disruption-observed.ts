import type { BlockingObject, DisruptionBlocker, DisruptionBlockerCode } from "./node-disruption-blocker.ts";

/** An event of a node or of its NodeClaim. */
export interface DisruptionEvent {
  readonly reason: string;
  readonly message: string;
  /** When it was last seen. */
  readonly at: Date;
}

const MINUTE_MS = 60_000;

/**
 * How long such an event speaks of the present: Karpenter says the same again after 2 and after 15 minutes at the earliest, and twice that
 * is given, with a minute for delays. Source: karpenter pkg/events/recorder.go and pkg/controllers/disruption/events/events.go.
 */
const BLOCKED_FOR_MS = 5 * MINUTE_MS;
const UNCONSOLIDATABLE_FOR_MS = 31 * MINUTE_MS;

/**
 * How long a nomination holds a node, though Karpenter says no sooner that it has ended. Source: karpenter pkg/controllers/state/statenode.go
 * (nominationWindow), by the default BATCH_MAX_DURATION of 10 s.
 */
const NOMINATED_FOR_MS = 20_000;

/** Source: karpenter pkg/controllers/state/statenode.go and pkg/controllers/disruption/types.go (NewCandidate), made sentences. */
const MESSAGES: readonly (readonly [RegExp, DisruptionBlockerCode])[] = [
  [/^Pod has "karpenter\.sh\/do-not-disrupt" annotation/, "POD_DO_NOT_DISRUPT"],
  [/^Pdb prevents pod evictions/, "PDB"],
  [/^Eviction does not support multiple PDBs/, "MULTIPLE_PDBS"],
  [/^Node is nominated for a pending pod/, "NODE_NOMINATED"],
  [/^Disruption is blocked through the "karpenter\.sh\/do-not-disrupt" annotation/, "NODE_DO_NOT_DISRUPT"],
  [/^Node isn't initialized/, "NODE_NOT_INITIALIZED"],
  [/^Nodeclaim does not have an associated node/, "NODE_MISSING"],
  [/^Node doesn't have required label/, "LABEL_MISSING"],
  [/^NodePool not found/, "NODE_POOL_MISSING"],
];

/** What Karpenter said lately that keeps a node from being disrupted at all (DisruptionBlocked), the last word of each kind. */
export function observedBlocks(events: readonly DisruptionEvent[], now: Date): readonly DisruptionBlocker[] {
  return lately(events, "DisruptionBlocked", BLOCKED_FOR_MS, now).flatMap(({ message, at }) => {
    const code = MESSAGES.find(([pattern]) => pattern.test(message))?.[1] ?? "BLOCKED";
    if (code === "NODE_NOMINATED" && now.getTime() - at.getTime() > NOMINATED_FOR_MS) return [];
    return [{ code, message, object: objectIn(message), evidence: "OBSERVED", until: null } as const];
  });
}

/** What Karpenter said lately, and since a time, of why a node cannot be consolidated (Unconsolidatable): the last word. */
export function observedUnconsolidatable(
  events: readonly DisruptionEvent[],
  since: Date | null,
  now: Date,
): readonly DisruptionBlocker[] {
  const recent = lately(events, "Unconsolidatable", UNCONSOLIDATABLE_FOR_MS, now);
  const last = recent.find(({ at }) => since === null || at >= since);
  if (last === undefined) return [];
  return [{ code: "UNCONSOLIDATABLE", message: last.message, object: null, evidence: "OBSERVED", until: null }];
}

/** The latest first, each message once: Karpenter says it of the node and of the claim. */
function lately(
  events: readonly DisruptionEvent[],
  reason: string,
  withinMs: number,
  now: Date,
): readonly DisruptionEvent[] {
  const recent = events
    .filter((event) => event.reason === reason && now.getTime() - event.at.getTime() <= withinMs)
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const seen = new Set<string>();
  return recent.filter(({ message }) => !seen.has(message) && seen.add(message));
}

/** `(Pod=shop/web-0)` or `(PodDisruptionBudget=[shop/web])`. Several budgets are not one object. */
function objectIn(message: string): BlockingObject | null {
  const match =
    /\((?<kind>Pod|PodDisruptionBudget|NodePool)=\[?(?:(?<namespace>[^\s/\])]*)\/)?(?<name>[^\s/\])]+)\]?\)/.exec(
      message,
    );
  const { kind, namespace, name } = match?.groups ?? {};
  if (kind === undefined || name === undefined) return null;
  return { kind: kind as BlockingObject["kind"], namespace: namespace ?? null, name };
}
