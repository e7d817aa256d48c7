import type { PodScheduling, SchedulingPool } from "./pending-facts.ts";
import { exceededLimit } from "./pool-limits.ts";
import { poolRequirements } from "./pool-requirements.ts";
import type { PodAttempt } from "./pod-requirements.ts";
import { podAttempts, podRefusal } from "./pod-requirements.ts";
import { requirementConflicts, unmetRequirements } from "./scheduling-requirements.ts";
import { taintText, untoleratedTaints } from "./taints.ts";
import { labelKnowledge, labelsOfEveryMachine } from "./well-known-labels.ts";

/** REFUSED: Karpenter itself said no, for what is not simulated. */
export type PoolVerdict =
  | "WOULD_SERVE"
  | "TAINT_NOT_TOLERATED"
  | "REQUIREMENT_CONFLICT"
  | "LIMIT_EXCEEDED"
  | "POOL_NOT_READY"
  | "POOL_IS_STATIC"
  | "POOL_DELETING"
  | "REFUSED"
  | "UNKNOWN";

export interface PoolAnswer {
  readonly name: string;
  readonly verdict: PoolVerdict;
  /** The taint, label, resource or condition that decides. */
  readonly subject: string | null;
  readonly detail: string | null;
}

/** Karpenter's own no. */
export type PoolRefusal = Pick<PoolAnswer, "subject" | "detail"> & { readonly verdict: "REFUSED" | "LIMIT_EXCEEDED" };

const noRefusals: ReadonlyMap<string, PoolRefusal> = new Map();

export interface PoolSimulation {
  /** The first pool that would serve; null when there is none, or when a pool before it cannot be judged. */
  readonly servingPool: string | null;
  /** In the order in which Karpenter tries them. */
  readonly pools: readonly PoolAnswer[];
}

/**
 * Which pool Karpenter would make a node of for a pod that no node takes, as far as pools and pod tell it. Source: karpenter provisioner.go
 * (NewScheduler), scheduling/scheduler.go (trySchedule, addToNewNodeClaim), scheduling/nodeclaim.go (CanAdd). Of several reasons against a
 * pool, its taints come first, its limits last. Reported is the attempt that decided, or the last one. Where nothing speaks against a pool
 * that Karpenter itself has refused, the refusal does; it is given by pool, with what was said.
 */
export function simulatePools(
  scheduling: PodScheduling | null,
  pools: readonly SchedulingPool[],
  refusals: ReadonlyMap<string, PoolRefusal> = noRefusals,
): PoolSimulation {
  const ordered = byPriority(pools);
  const answersBy = (judgement: (pool: SchedulingPool) => PoolAnswer): readonly PoolAnswer[] =>
    ordered.map((pool) => {
      const answer = unable(pool) ?? judgement(pool);
      const refusal = refusals.get(pool.name);
      return refusal === undefined || !isOpen(answer) ? answer : { name: pool.name, ...refusal };
    });
  if (scheduling === null)
    return { servingPool: null, pools: answersBy((pool) => unknown(pool, "the pod's spec is not kept")) };
  const ignored = podRefusal(scheduling);
  if (ignored !== null) {
    const answer = { verdict: "REQUIREMENT_CONFLICT", subject: ignored.subject, detail: ignored.message } as const;
    return { servingPool: null, pools: answersBy(({ name }) => ({ name, ...answer })) };
  }
  let answers: readonly PoolAnswer[] = [];
  for (const attempt of podAttempts(scheduling, ordered.some(isDisliked))) {
    answers = answersBy((pool) => judge(pool, scheduling, attempt));
    const decider = answers.find(isOpen);
    if (decider === undefined) continue;
    return { servingPool: decider.verdict === "WOULD_SERVE" ? decider.name : null, pools: answers };
  }
  return { servingPool: null, pools: answers };
}

/** The greatest weight first; of equal weight, the last by name. Source: karpenter pkg/utils/nodepool/nodepool.go (OrderByWeight). */
export function byPriority<Pool extends Pick<SchedulingPool, "name" | "weight">>(
  pools: readonly Pool[],
): readonly Pool[] {
  return pools.toSorted((a, b) => {
    const heavier = (b.weight ?? 0) - (a.weight ?? 0);
    if (heavier !== 0 || a.name === b.name) return heavier;
    return a.name > b.name ? -1 : 1;
  });
}

/** Whether nothing is known to speak against the pool. */
function isOpen({ verdict }: PoolAnswer): boolean {
  return verdict === "WOULD_SERVE" || verdict === "UNKNOWN";
}

/** Whether it has a taint that pods come to tolerate when nothing else serves them. */
function isDisliked(pool: SchedulingPool): boolean {
  return unable(pool) === null && pool.taints.some(({ effect }) => effect === "PreferNoSchedule");
}

/** Why the pool serves no pod at all; null when it may. */
function unable({ name, deletionTimestamp, replicas, ready, conditions }: SchedulingPool): PoolAnswer | null {
  if (deletionTimestamp !== null)
    return { name, verdict: "POOL_DELETING", subject: null, detail: "the pool is being deleted" };
  if (replicas !== null)
    return { name, verdict: "POOL_IS_STATIC", subject: null, detail: "a static pool makes no nodes for pods" };
  if (ready === true) return null;
  const cause =
    conditions.find(
      (condition) => condition.type !== "Ready" && REQUIRED.has(condition.type) && condition.status !== "True",
    ) ?? conditions.find(({ type }) => type === "Ready");
  const detail = cause?.message ?? cause?.reason ?? "its condition Ready is not True";
  return { name, verdict: "POOL_NOT_READY", subject: cause?.type ?? "Ready", detail };
}

/** The conditions of which Ready is made. Source: karpenter pkg/apis/v1/nodepool_status.go. */
const REQUIRED: ReadonlySet<string> = new Set(["ValidationSucceeded", "NodeClassReady"]);

function judge(pool: SchedulingPool, scheduling: PodScheduling, attempt: PodAttempt): PoolAnswer {
  const { name } = pool;
  const [taint] = untoleratedTaints(pool.taints, attempt.tolerations);
  if (taint !== undefined)
    return {
      name,
      verdict: "TAINT_NOT_TOLERATED",
      subject: taintText(taint),
      detail: `the pod does not tolerate ${taintText(taint)}`,
    };
  const offered = poolRequirements(pool);
  if (offered === null) return unknown(pool, "a requirement of the pool cannot be read");
  const knowledge = (key: string): string => labelKnowledge(key, offered.nodeClassGroup);
  const [conflict] = [
    ...requirementConflicts(offered.requirements, attempt.requirements, (key) => knowledge(key) !== "CUSTOM"),
    ...unmetRequirements(offered.requirements, attempt.requirements, (key) => labelsOfEveryMachine.has(key)),
  ];
  if (conflict !== undefined)
    return { name, verdict: "REQUIREMENT_CONFLICT", subject: conflict.key, detail: conflict.message };
  const limits = pool.limits ?? {};
  const limit = exceededLimit(limits, pool.resources ?? {}, scheduling.requests);
  if (limit !== null) return { name, verdict: "LIMIT_EXCEEDED", subject: limit.resource, detail: limit.message };
  if (Object.keys(limits).length > 0 && pool.resources === null)
    return unknown(pool, "what its nodes have together is not known");
  const uncertain = [...attempt.requirements.keys()]
    .toSorted()
    .find((key) => knowledge(key) === "UNCERTAIN" && !offered.declaredKeys.has(key));
  if (uncertain !== undefined)
    return unknown(pool, `whether its cloud knows the label ${uncertain} cannot be told`, uncertain);
  if (scheduling.resourceClaims.length > 0)
    return unknown(pool, "the pod needs resource claims, which Karpenter refuses unless it is told otherwise");
  return { name, verdict: "WOULD_SERVE", subject: null, detail: null };
}

function unknown({ name }: SchedulingPool, detail: string, subject: string | null = null): PoolAnswer {
  return { name, verdict: "UNKNOWN", subject, detail };
}
