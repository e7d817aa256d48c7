import type { KubeObject } from "../../kube-object.ts";
import { recordedEvent, schedulerEvent } from "../event.ts";
import type { Stage } from "../stage.ts";
import type { Waits } from "./place-pods.ts";

/**
 * What is said of a pod that waits. Source: kube-scheduler schedule_one.go; karpenter
 * pkg/controllers/provisioning/scheduling/events.go.
 */
export function waitingEvents(
  about: KubeObject,
  { refusal, answer }: Waits,
  firstAgo: number,
  stage: Stage,
): KubeObject[] {
  const isOld = firstAgo > 600;
  const unscheduled = schedulerEvent(
    {
      type: "Warning",
      reason: "FailedScheduling",
      message: refusal,
      about,
      firstAgo,
      ...(isOld && { lastAgo: 140, count: 1 + Math.floor(firstAgo / 300) }),
    },
    stage,
  );
  const answered =
    typeof answer === "string"
      ? recordedEvent(
          "karpenter",
          {
            type: "Warning",
            reason: "FailedScheduling",
            message: `Failed to schedule pod, ${answer}`,
            about,
            firstAgo: Math.max(0, firstAgo - 2),
            ...(isOld && { lastAgo: 95, count: 1 + Math.floor(firstAgo / 300) }),
          },
          stage,
        )
      : recordedEvent(
          "karpenter",
          {
            type: "Normal",
            reason: "Nominated",
            message: `Pod should schedule on: nodeclaim/${answer.claimName}`,
            about,
            firstAgo: Math.max(0, firstAgo - 5),
          },
          stage,
        );
  return [unscheduled, answered];
}
