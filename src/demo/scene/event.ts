import type { JsonObject } from "../json.ts";
import type { KubeObject } from "../kube-object.ts";
import { madeBy } from "./owned.ts";
import type { Stage } from "./stage.ts";

interface Saying {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** Of which object. */
  readonly about: KubeObject;
  /** How many seconds ago it was first said, and how often since. */
  readonly firstAgo: number;
  readonly lastAgo?: number;
  readonly count?: number;
}

/** What is said of an object by a controller that uses the older interface, as Karpenter does. Source: client-go tools/record/event.go. */
export function recordedEvent(reporter: string, saying: Saying, stage: Stage): KubeObject {
  const { firstAgo, lastAgo = firstAgo, count = 1 } = saying;
  return madeBy(
    reporter,
    {
      ...eventOf(saying, stage),
      source: { component: reporter },
      firstTimestamp: stage.ago(firstAgo),
      lastTimestamp: stage.ago(lastAgo),
      count,
      eventTime: null,
      reportingComponent: reporter,
      reportingInstance: "",
    },
    stage.ago(lastAgo),
  );
}

/** What kube-scheduler says, by events.k8s.io, as the core group shows it. Source: client-go tools/events/event_recorder.go. */
export function schedulerEvent(saying: Saying, stage: Stage): KubeObject {
  const { firstAgo, lastAgo = firstAgo, count = 1 } = saying;
  return madeBy(
    "kube-scheduler",
    {
      ...eventOf(saying, stage),
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: microTime(stage.ago(firstAgo)),
      ...(count > 1 && { series: { count, lastObservedTime: microTime(stage.ago(lastAgo)) } }),
      action: "Scheduling",
      reportingComponent: "default-scheduler",
      reportingInstance: "default-scheduler-ip-172-16-42-11.compute.internal",
    },
    stage.ago(lastAgo),
  );
}

/** Both interfaces write times as RFC 3339; the newer one to the microsecond. */
export function microTime(time: string): string {
  return time.replace("Z", ".000000Z");
}

function eventOf({ type, reason, message, about, firstAgo }: Saying, stage: Stage): KubeObject & JsonObject {
  const { name, namespace, uid } = about.metadata;
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: {
      // Real ones end with the nanoseconds since 1970.
      name: `${name}.18${stage.random.text(14, "0123456789abcdef")}`,
      namespace: namespace ?? "default",
      uid: stage.uid(),
      creationTimestamp: stage.ago(firstAgo),
    },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: about.kind,
      name,
      ...(namespace !== undefined && { namespace }),
      ...(uid !== undefined && { uid }),
    },
    type,
    reason,
    message,
  };
}
