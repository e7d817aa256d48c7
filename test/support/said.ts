import { kubernetesEvent } from "../../connectors/kubernetes/kinds/kubernetes-event.ts";
import type { KubernetesEvent } from "../../schema/kubernetes-event.ts";
import { object } from "./entities.ts";

/** What an event is about. */
export interface Involved {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
}

let made = 0;

/** An event as Karpenter writes it, so many seconds before noon. Of another uid than the object's it is about an earlier one of the name. */
export function said(
  cluster: string,
  involvedObject: Involved,
  reason: string,
  message: string,
  secondsAgo = 60,
): KubernetesEvent {
  made += 1;
  return object(kubernetesEvent, `${cluster}/${involvedObject.namespace ?? "default"}/event-${made}`, {
    involvedObject,
    reason,
    message,
    type: reason === "FailedScheduling" ? "Warning" : "Normal",
    source: { component: "karpenter" },
    count: 1,
    lastTimestamp: new Date(Date.parse("2026-11-23T12:00:00Z") - secondsAgo * 1000).toISOString(),
  });
}
