import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Condition } from "../../../schema/condition.ts";
import type { TimelineClaim, TimelineEvent, TimelineStep } from "../../../src/model/compute/node-claim-timeline.ts";
import { nodeClaimTimeline } from "../../../src/model/compute/node-claim-timeline.ts";

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 23, 12, minute));

function condition(type: string, status: string, minute: number, reason = type): Condition {
  return { type, status, reason, message: `${type} is ${status}`, lastTransitionAt: at(minute) };
}

function claim(conditions: readonly Condition[], deletionTimestamp: Date | null = null): TimelineClaim {
  return { createdAt: at(0), deletionTimestamp, conditions };
}

const launched = condition("Launched", "True", 1);
const registered = condition("Registered", "True", 2);
const initialized = condition("Initialized", "True", 3);
const ready = condition("Ready", "True", 3);

/** A step as a word, such as `LAUNCHED DONE 1`, with the minute it happened. */
const words = (steps: readonly TimelineStep[]): readonly string[] =>
  steps.map(({ type, status, at: time }) => `${type} ${status} ${time?.getUTCMinutes() ?? "-"}`);

test("a claim that was just made waits for everything", () => {
  expect(words(nodeClaimTimeline(claim([]), []))).toEqual([
    "CREATED DONE 0",
    "LAUNCHED PENDING -",
    "REGISTERED PENDING -",
    "INITIALIZED PENDING -",
    "READY PENDING -",
  ]);
});

test("a claim at work has passed all, and tells what Karpenter found of it", () => {
  const found = [
    condition("Drifted", "True", 20, "NodePoolDrifted"),
    condition("Consolidatable", "True", 10),
    condition("ConsistentStateFound", "True", 4),
    condition("DisruptionReason", "False", 30),
  ];

  const steps = nodeClaimTimeline(claim([ready, initialized, ...found, registered, launched]), []);

  expect(words(steps)).toEqual([
    "CREATED DONE 0",
    "LAUNCHED DONE 1",
    "REGISTERED DONE 2",
    "INITIALIZED DONE 3",
    "READY DONE 3",
    "CONSOLIDATABLE DONE 10",
    "DRIFTED DONE 20",
  ]);
  expect(steps.at(-1)).toMatchObject({ reason: "NodePoolDrifted", message: "Drifted is True" });
});

test("a claim that does not come up says why, and when Karpenter gives it up", () => {
  const notLaunched = nodeClaimTimeline(claim([condition("Launched", "Unknown", 1, "LaunchFailed")]), []);
  const notRegistered = nodeClaimTimeline(claim([launched, condition("Registered", "Unknown", 1, "NodeNotFound")]), []);

  expect(notLaunched[1]).toMatchObject({
    type: "LAUNCHED",
    status: "PENDING",
    reason: "LaunchFailed",
    deadline: at(6),
  });
  expect(notLaunched[2]).toMatchObject({ type: "REGISTERED", deadline: null });
  expect(notRegistered[2]).toMatchObject({ type: "REGISTERED", reason: "NodeNotFound", deadline: at(16) });
});

test("a claim that is being ended has what is left to do behind what was done", () => {
  const conditions = [
    launched,
    registered,
    initialized,
    ready,
    condition("DisruptionReason", "True", 30, "Drifted"),
    condition("Drained", "True", 35),
    condition("VolumesDetached", "Unknown", 35, "AwaitingVolumeDetachment"),
  ];

  expect(words(nodeClaimTimeline(claim(conditions, at(31)), [])).slice(5)).toEqual([
    "CHOSEN DONE 30",
    "DELETED DONE 31",
    "DRAINED DONE 35",
    "VOLUMES_DETACHED PENDING 35",
    "INSTANCE_TERMINATING PENDING -",
  ]);
});

test("volumes that were given up on have failed to detach", () => {
  const conditions = [launched, registered, condition("VolumesDetached", "False", 50, "TerminationGracePeriodElapsed")];

  expect(nodeClaimTimeline(claim(conditions, at(31)), [])).toContainEqual({
    type: "VOLUMES_DETACHED",
    status: "FAILED",
    at: at(50),
    deadline: null,
    reason: "TerminationGracePeriodElapsed",
    message: "VolumesDetached is False",
  });
});

test("a claim that ends before it has a node has failed, and has nothing to drain", () => {
  const capacity: TimelineEvent = {
    reason: "InsufficientCapacityError",
    message: "no m7g",
    type: "Warning",
    at: at(2),
  };
  const conditions = [condition("Launched", "Unknown", 0, "AwaitingReconciliation")];

  const steps = nodeClaimTimeline(claim(conditions, at(3)), [capacity]);

  expect(words(steps)).toEqual([
    "CREATED DONE 0",
    "LAUNCHED FAILED 2",
    "EVENT FAILED 2",
    "REGISTERED FAILED 3",
    "INITIALIZED FAILED 3",
    "READY FAILED 3",
    "DELETED DONE 3",
  ]);
  expect(steps[1]).toMatchObject({ reason: "InsufficientCapacityError", message: "no m7g" });
});

test("events stand where they happened, and only those that Karpenter writes", () => {
  const event = (reason: string, minute: number): TimelineEvent => ({
    reason,
    message: reason,
    type: "Normal",
    at: at(minute),
  });
  const events = [event("DisruptionBlocked", 12), event("Pulled", 5), event("Unconsolidatable", 2)];

  const steps = nodeClaimTimeline(claim([launched, registered, initialized, ready]), events);

  expect(steps.map(({ type, reason }) => (type === "EVENT" ? reason : type))).toEqual([
    "CREATED",
    "LAUNCHED",
    "REGISTERED",
    "Unconsolidatable",
    "INITIALIZED",
    "READY",
    "DisruptionBlocked",
  ]);
});

test("what was said of claim and node in the same second is told once", () => {
  const said = (message: string, minute: number): TimelineEvent => ({
    reason: "DisruptionBlocked",
    message,
    type: "Normal",
    at: at(minute),
  });
  const steps = nodeClaimTimeline(claim([launched]), [said("a", 5), said("a", 5), said("b", 5), said("a", 6)]);

  expect(steps.filter(({ type }) => type === "EVENT").map(({ message }) => message)).toEqual(["a", "b", "a"]);
});

test("a status that is none of Kubernetes' is not known", () => {
  expect(nodeClaimTimeline(claim([condition("Launched", "yes", 1)]), [])[1]).toMatchObject({ status: "UNKNOWN" });
});

const anyCondition = fc.record({
  type: fc.constantFrom("Launched", "Registered", "Ready", "Drifted", "Drained", "InstanceTerminating"),
  status: fc.constantFrom("True", "False", "Unknown", ""),
  reason: fc.option(fc.string()),
  message: fc.option(fc.string()),
  lastTransitionAt: fc.option(fc.nat(59).map(at)),
});

test("what happened is in the order of time, before all that is to come", () => {
  const deletionTimestamp = fc.option(fc.nat(59).map(at));
  fc.assert(
    fc.property(fc.array(anyCondition), deletionTimestamp, (conditions, deleted) => {
      const steps = nodeClaimTimeline(claim(conditions, deleted), []);
      const isPast = steps.map(({ status, at: time }) => (status === "DONE" || status === "FAILED") && time !== null);
      const times = steps.flatMap(({ at: time }, index) => (isPast[index] === true ? [time?.getTime() ?? 0] : []));

      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(isPast.lastIndexOf(true)).toBe(times.length - 1);
    }),
  );
});
