import { karpenterCauses } from "./pending-karpenter-message.ts";
import type { PendingCause } from "./pending-causes.ts";
import type { NominatedClaim, PendingPod, SchedulingEvent, SchedulingPool } from "./pending-facts.ts";
import type { PoolRefusal } from "./pool-simulation.ts";

/** Where Karpenter said that a pod should run. One of them at least is there. */
export interface Nomination {
  readonly nodeClaim: string | null;
  readonly node: string | null;
}

/** The last word of Karpenter on one pod. */
export type KarpenterWord =
  | { readonly kind: "NOMINATED"; readonly at: Date; readonly nomination: Nomination }
  | { readonly kind: "FAILED"; readonly at: Date; readonly causes: readonly PendingCause[] };

/** Karpenter says the same of a pod at most every 5 minutes (events.go); what it has not said again in twice that no longer holds. */
const WORD_LASTS_MS = 600_000;

/** How long a NodeClaim may be unknown after it was named, and a pod not yet on a node that is ready: watches and schedulers lag. */
const SETTLES_MS = 60_000;

const NOMINATED = /^Pod should schedule on: (?:nodeclaim\/(?<nodeClaim>[^\s,]+))?(?:, )?(?:node\/(?<node>[^\s,]+))?$/;
const FAILED = "Failed to schedule pod, ";

/**
 * What Karpenter last said of a pod; null when nothing holds. Its events are known by their words, not by their reporter, which is
 * `karpenter`, or `eks-auto-mode/compute` for Auto Mode. The order: events of an earlier pod of the name are nothing; the later of a
 * nomination and a failure holds, of one second the nomination; a failure that was not said again in ten minutes is past.
 */
export function karpenterWord(pod: PendingPod, events: readonly SchedulingEvent[], now: Date): KarpenterWord | null {
  let last: KarpenterWord | null = null;
  for (const event of events) {
    const word = isAbout(event, pod) ? wordOf(event) : null;
    if (word === null || (word.kind === "FAILED" && isPast(word.at, now))) continue;
    if (last === null || isLater(word, last)) last = word;
  }
  return last;
}

function isLater(word: KarpenterWord, last: KarpenterWord): boolean {
  const later = word.at.getTime() - last.at.getTime();
  return later > 0 || (later === 0 && word.kind === "NOMINATED");
}

/** Source: karpenter scheduling/events.go (NominatePodEvent). */
export function nominationOf(message: string): Nomination | null {
  const groups = NOMINATED.exec(message)?.groups;
  const nodeClaim = groups?.["nodeClaim"] ?? null;
  const node = groups?.["node"] ?? null;
  return nodeClaim === null && node === null ? null : { nodeClaim, node };
}

/**
 * Why a nomination no longer holds; null while it does. A NodeClaim goes when its machine could not be had; a node that has been ready for a
 * minute and has not taken the pod will not. Claims that are not read (null) say nothing.
 */
export function lostNomination(
  { at, nomination }: { readonly at: Date; readonly nomination: Nomination },
  claims: readonly NominatedClaim[] | null,
  now: Date,
): string | null {
  const { nodeClaim } = nomination;
  if (nodeClaim === null || claims === null || now.getTime() - at.getTime() <= SETTLES_MS) return null;
  const claim = claims.find(({ name }) => name === nodeClaim);
  if (claim === undefined) return `NodeClaim ${nodeClaim} is gone`;
  if (claim.deletionTimestamp !== null) return `NodeClaim ${nodeClaim} is being deleted`;
  const initialized = claim.conditions.find(({ type }) => type === "Initialized");
  const readySince = initialized?.status === "True" ? initialized.lastTransitionAt : null;
  if (readySince === null || now.getTime() - Math.max(readySince.getTime(), at.getTime()) <= SETTLES_MS) return null;
  return `the node of NodeClaim ${nodeClaim} is ready and has not taken the pod`;
}

/** The pool of a NodeClaim: its label, or for one that is gone its name, which is the pool's and five letters that were drawn. */
export function poolOfClaim(
  nodeClaim: string | null,
  claims: readonly NominatedClaim[] | null,
  pools: readonly Pick<SchedulingPool, "name">[],
): string | null {
  if (nodeClaim === null) return null;
  const label = claims?.find(({ name }) => name === nodeClaim)?.labels["karpenter.sh/nodepool"];
  if (label !== undefined) return label;
  const generated = /^(?<pool>.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$/.exec(nodeClaim)?.groups?.["pool"];
  return pools.some(({ name }) => name === generated) ? (generated ?? null) : null;
}

/** What was said of a NodeClaim that came to nothing. Source: karpenter nodeclaim/lifecycle/events.go. */
export function claimCauses(
  nodeClaim: string | null,
  pool: string | null,
  events: readonly SchedulingEvent[],
): readonly PendingCause[] {
  return events.flatMap((event) => {
    if (nodeClaim === null || event.involvedKind !== "NodeClaim" || event.involvedName !== nodeClaim) return [];
    const code = CLAIM_CODES.get(event.reason);
    if (code === undefined) return [];
    return [{ code, from: "KARPENTER", pool, subject: nodeClaim, message: event.message, count: 1 } as const];
  });
}

const CLAIM_CODES: ReadonlyMap<string, PendingCause["code"]> = new Map([
  ["InsufficientCapacityError", "INSUFFICIENT_CAPACITY"],
  ["NodeClassNotReady", "NODE_CLASS_NOT_READY"],
] as const);

/**
 * The pools that Karpenter has refused, by what it said of the pod and of them. What was said before a pool was made or became ready is not
 * about it; other changes of a pool do not tell their time.
 */
export function poolRefusals(
  word: KarpenterWord | null,
  pools: readonly SchedulingPool[],
  events: readonly SchedulingEvent[],
  now: Date,
): ReadonlyMap<string, PoolRefusal> {
  const refusals = new Map<string, PoolRefusal>();
  for (const pool of pools) {
    const empty = events.find(
      (event) => isNoInstanceTypes(event, pool.name) && isAfter(event.at, pool) && !isPast(event.at, now),
    );
    if (empty !== undefined) refusals.set(pool.name, { verdict: "REFUSED", subject: null, detail: empty.message });
    else if (word?.kind === "FAILED" && isAfter(word.at, pool))
      refusals.set(pool.name, refusalIn(word.causes, pool.name));
  }
  return refusals;
}

function refusalIn(causes: readonly PendingCause[], pool: string): PoolRefusal {
  const cause = causes.find((candidate) => candidate.pool === pool);
  if (cause === undefined) return { verdict: "REFUSED", subject: null, detail: "Karpenter found no pool for the pod" };
  const verdict = cause.code === "LIMIT_EXCEEDED" ? "LIMIT_EXCEEDED" : "REFUSED";
  return { verdict, subject: cause.subject, detail: cause.message };
}

function wordOf({ reason, message, at }: SchedulingEvent): KarpenterWord | null {
  if (reason === "FailedScheduling" && message.startsWith(FAILED))
    return { kind: "FAILED", at, causes: karpenterCauses(message) };
  const nomination = reason === "Nominated" ? nominationOf(message) : null;
  return nomination === null ? null : { kind: "NOMINATED", at, nomination };
}

function isAbout(event: SchedulingEvent, pod: PendingPod): boolean {
  return (
    event.involvedKind === "Pod" &&
    event.involvedName === pod.name &&
    event.involvedNamespace === pod.namespace &&
    (event.involvedUid === null || event.involvedUid === pod.uid) &&
    event.at >= pod.createdAt
  );
}

function isNoInstanceTypes({ reason, involvedKind, involvedName }: SchedulingEvent, pool: string): boolean {
  return reason === "NoCompatibleInstanceTypes" && involvedKind === "NodePool" && involvedName === pool;
}

function isAfter(at: Date, { createdAt, conditions }: SchedulingPool): boolean {
  const readySince = conditions.find(({ type }) => type === "Ready")?.lastTransitionAt ?? null;
  return at >= createdAt && (readySince === null || at >= readySince);
}

function isPast(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() > WORD_LASTS_MS;
}
