import { KubernetesEvent } from "../../../schema/kubernetes-event.ts";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { intIn, objectIn, optionalInt, optionalString, optionalTime, stringIn } from "../json.ts";
import { kind } from "../kind.ts";

/** Longer messages are cut: an event is a sentence, and there are many. */
const LONGEST_MESSAGE = 2048;

/**
 * The reasons that explain why a pod waits, where a node comes from and why it goes. Sources: kube-scheduler (FailedScheduling, Scheduled,
 * Preempted), karpenter pkg/controllers and pkg/events (all others but those of the last line, which node and volume controllers say).
 */
const reasons = new Set(
  [
    ["FailedScheduling", "Scheduled", "Preempted", "Nominated", "NoCompatibleInstanceTypes"],
    ["InsufficientCapacityError", "NodeClassNotReady", "UnregisteredTaintMissing", "FailedConsistencyCheck"],
    ["DisruptionBlocked", "DisruptionLaunching", "DisruptionTerminating", "DisruptionWaitingReadiness"],
    ["Unconsolidatable", "ConsolidationCandidate", "ConsolidationApproved", "ConsolidationRejected", "Disrupted"],
    ["Evicted", "FailedDraining", "AwaitingVolumeDetachment", "TerminationGracePeriodExpiring", "FailedTermination"],
    ["NodeRepairBlocked", "NodePoolConfigurationError", "SpotInterrupted", "SpotRebalanceRecommendation"],
    ["InstanceStopping", "InstanceTerminating", "InstanceUnhealthy", "TerminatingOnInterruption"],
    ["CapacityReservationInstanceInterrupted", "DoNotDisruptUntil", "DoNotDisruptGracePeriodElapsed"],
    ["InvalidDoNotDisruptAnnotation", "WaitingOnNodeClaimTermination"],
    ["NodeNotReady", "NodeReady", "NodeNotSchedulable", "RemovingNode", "FailedBinding", "ProvisioningFailed"],
  ].flat(),
);

/** Events of core/v1, in which those of events.k8s.io are seen too; etcd lets them go after an hour. */
export const kubernetesEvent = kind({
  type: KubernetesEvent,
  group: "",
  versions: ["v1"],
  plural: "events",
  keep: (object) => reasons.has(stringIn(object, "reason")),
  read: (object, pool) => {
    const involved = objectIn(object, "involvedObject");
    const series = objectIn(object, "series");
    return {
      type: stringIn(object, "type", pool),
      reason: stringIn(object, "reason", pool),
      message: pool.string(stringIn(object, "message").slice(0, LONGEST_MESSAGE)),
      reporter: stringIn(object, "reportingComponent", pool) || stringIn(objectIn(object, "source"), "component", pool),
      involvedKind: stringIn(involved, "kind", pool),
      involvedNamespace: optionalString(involved, "namespace", pool) || null,
      involvedName: stringIn(involved, "name", pool),
      involvedUid: optionalString(involved, "uid", pool) || null,
      count: optionalInt(series, "count") ?? (intIn(object, "count") || 1),
      at: lastSeen(object, series),
    };
  },
});

function lastSeen(object: JsonObject, series: JsonObject): Date {
  return (
    optionalTime(series, "lastObservedTime") ??
    optionalTime(object, "lastTimestamp") ??
    optionalTime(object, "eventTime") ??
    optionalTime(object, "firstTimestamp") ??
    optionalTime(objectIn(object, "metadata"), "creationTimestamp") ??
    new Date(0)
  );
}
