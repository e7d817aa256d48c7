import type { Condition } from "../../../schema/condition.ts";

/** One step of a NodeClaim's life. */
export interface TimelineStep {
  readonly type: TimelineStepType;
  /** DONE: it happened. PENDING: it is waited for. FAILED: it went wrong, or never came while the claim lived. */
  readonly status: "DONE" | "PENDING" | "FAILED" | "UNKNOWN";
  /** When it happened; of what is pending, since when that is known. */
  readonly at: Date | null;
  /** When Karpenter gives the claim up unless the step is done. */
  readonly deadline: Date | null;
  /** Why, in one word for programs; of an event its reason. */
  readonly reason: string | null;
  readonly message: string | null;
}

export type TimelineStepType =
  | "CREATED"
  | "LAUNCHED"
  | "REGISTERED"
  | "INITIALIZED"
  | "READY"
  | "CONSISTENT"
  | "CONSOLIDATABLE"
  | "DRIFTED"
  | "CHOSEN"
  | "DELETED"
  | "DRAINED"
  | "VOLUMES_DETACHED"
  | "INSTANCE_TERMINATING"
  | "EVENT";

export interface TimelineClaim {
  readonly createdAt: Date;
  /** When its deletion was asked for. */
  readonly deletionTimestamp: Date | null;
  readonly conditions: readonly Condition[];
}

export interface TimelineEvent {
  readonly reason: string;
  readonly message: string;
  /** Normal or Warning. */
  readonly type: string;
  /** When it was last seen. */
  readonly at: Date;
}

/** Source: karpenter pkg/controllers/nodeclaim/lifecycle/liveness.go (LaunchTimeout, registrationTimeout). */
const LAUNCH_TIMEOUT_MS = 5 * 60_000;
const REGISTRATION_TIMEOUT_MS = 15 * 60_000;

/** The events that end a claim before it is launched. Source: karpenter pkg/controllers/nodeclaim/lifecycle/launch.go. */
const LAUNCH_FAILURES: ReadonlySet<string> = new Set(["InsufficientCapacityError", "NodeClassNotReady"]);

/** What Karpenter tells of a claim or its node. Source: karpenter pkg/events/reason.go. */
const EVENTS: ReadonlySet<string> = new Set([
  ...LAUNCH_FAILURES,
  "AwaitingVolumeDetachment",
  "ConsolidationApproved",
  "ConsolidationCandidate",
  "ConsolidationRejected",
  "DisruptionBlocked",
  "DisruptionLaunching",
  "DisruptionTerminating",
  "DisruptionWaitingReadiness",
  "FailedConsistencyCheck",
  "FailedDraining",
  "FailedTermination",
  "NodeRepairBlocked",
  "TerminationGracePeriodExpiring",
  "Unconsolidatable",
  "UnregisteredTaintMissing",
]);

/**
 * The life of a NodeClaim: what happened, by time, and then what it waits for, in the order in which that comes. The events are those of
 * the claim and of its node. Source: karpenter pkg/apis/v1/nodeclaim_status.go, pkg/controllers/nodeclaim/lifecycle and
 * pkg/controllers/node/termination.
 */
export function nodeClaimTimeline(claim: TimelineClaim, events: readonly TimelineEvent[]): readonly TimelineStep[] {
  const steps = [
    happened("CREATED", claim.createdAt),
    ...milestones(claim, events),
    ...judgements(claim),
    ...ending(claim),
    ...once(events.filter(({ reason }) => EVENTS.has(reason))).map(ofEvent),
  ];
  return steps.toSorted((a, b) => timeOf(a) - timeOf(b) || 0);
}

/** What is to come has no time yet; the sort is stable. */
function timeOf({ status, at }: TimelineStep): number {
  return status === "PENDING" || status === "UNKNOWN" || at === null ? Number.MAX_SAFE_INTEGER : at.getTime();
}

/** What every claim has to pass. */
function milestones(claim: TimelineClaim, events: readonly TimelineEvent[]): readonly TimelineStep[] {
  const launch = milestone(claim, "LAUNCHED", "Launched", LAUNCH_TIMEOUT_MS);
  const isLaunched = launch.status === "DONE";
  return [
    isLaunched ? launch : failedLaunch(launch, events),
    milestone(claim, "REGISTERED", "Registered", isLaunched ? REGISTRATION_TIMEOUT_MS : null),
    milestone(claim, "INITIALIZED", "Initialized", null),
    milestone(claim, "READY", "Ready", null),
  ];
}

function milestone(
  { conditions, deletionTimestamp }: TimelineClaim,
  type: TimelineStepType,
  name: string,
  timeoutMs: number | null,
): TimelineStep {
  const step = ofCondition(type, conditionOf(conditions, name));
  if (step.status !== "PENDING") return step;
  if (deletionTimestamp !== null) return { ...step, status: "FAILED", at: deletionTimestamp };
  const deadline = timeoutMs === null || step.at === null ? null : new Date(step.at.getTime() + timeoutMs);
  return { ...step, deadline };
}

function failedLaunch(launch: TimelineStep, events: readonly TimelineEvent[]): TimelineStep {
  const failure = latest(events.filter(({ reason }) => LAUNCH_FAILURES.has(reason)));
  if (failure === null) return launch;
  const { at, reason, message } = failure;
  return { type: launch.type, status: "FAILED", at, deadline: null, reason, message };
}

/** What Karpenter found of it: only what is so, since the conditions are taken away when it is not. */
function judgements({ conditions }: TimelineClaim): readonly TimelineStep[] {
  const found = (type: TimelineStepType, name: string, status: string): readonly TimelineStep[] => {
    const condition = conditionOf(conditions, name);
    return condition?.status === status ? [ofCondition(type, condition)] : [];
  };
  return [
    ...found("CONSISTENT", "ConsistentStateFound", "False"),
    ...found("CONSOLIDATABLE", "Consolidatable", "True"),
    ...found("DRIFTED", "Drifted", "True"),
    ...found("CHOSEN", "DisruptionReason", "True"),
  ];
}

/** Only a registered claim has a node to drain, and only a launched one a machine to end. */
function ending({ conditions, deletionTimestamp }: TimelineClaim): readonly TimelineStep[] {
  const expects = (name: string): boolean =>
    deletionTimestamp !== null && conditionOf(conditions, name)?.status === "True";
  const step = (type: TimelineStepType, name: string, isExpected: boolean): readonly TimelineStep[] => {
    const condition = conditionOf(conditions, name);
    return isExpected || condition !== null ? [ofCondition(type, condition)] : [];
  };
  return [
    ...(deletionTimestamp === null ? [] : [happened("DELETED", deletionTimestamp)]),
    ...step("DRAINED", "Drained", expects("Registered")),
    ...step("VOLUMES_DETACHED", "VolumesDetached", expects("Registered")),
    ...step("INSTANCE_TERMINATING", "InstanceTerminating", expects("Launched")),
  ];
}

function happened(type: TimelineStepType, at: Date): TimelineStep {
  return { type, status: "DONE", at, deadline: null, reason: null, message: null };
}

/** Karpenter says the same of the claim and of its node at once: in the same second it is one. */
function once(events: readonly TimelineEvent[]): readonly TimelineEvent[] {
  const told = new Set<string>();
  return events.filter(({ reason, message, at }) => {
    const key = `${at.getTime()} ${reason} ${message}`;
    return !told.has(key) && told.add(key);
  });
}

function ofEvent({ type, reason, message, at }: TimelineEvent): TimelineStep {
  return { type: "EVENT", status: type === "Warning" ? "FAILED" : "DONE", at, deadline: null, reason, message };
}

/** A condition that is not there yet is waited for. */
function ofCondition(type: TimelineStepType, condition: Condition | null): TimelineStep {
  if (condition === null) return { type, status: "PENDING", at: null, deadline: null, reason: null, message: null };
  const { status, reason, message, lastTransitionAt } = condition;
  return { type, status: statusOf(status), at: lastTransitionAt, deadline: null, reason, message };
}

function statusOf(status: string): TimelineStep["status"] {
  if (status === "True") return "DONE";
  if (status === "False") return "FAILED";
  return status === "Unknown" ? "PENDING" : "UNKNOWN";
}

function conditionOf(conditions: readonly Condition[], type: string): Condition | null {
  return conditions.find((condition) => condition.type === type) ?? null;
}

function latest(events: readonly TimelineEvent[]): TimelineEvent | null {
  return events.reduce<TimelineEvent | null>(
    (last, event) => (last === null || event.at > last.at ? event : last),
    null,
  );
}
