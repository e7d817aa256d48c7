import { isJsonObject, textOf, type JsonObject } from "../../json.ts";
import { keyOf, type KubeObject } from "../../kube-object.ts";
import { microTime } from "../event.ts";
import { nodeNameOf } from "../workloads/pod-reading.ts";
import type { Story, World } from "./world.ts";

const resourceByKind: Readonly<Record<string, string>> = {
  Pod: "pods",
  Node: "nodes",
  NodeClaim: "nodeclaims.karpenter.sh",
  NodePool: "nodepools.karpenter.sh",
};

/** How long an API server keeps an event after it was last said. */
const keptSeconds = 3600;

/** A controller says again what it said before, if it is still so. */
export function* repeatEvent(world: World): Story {
  const { server, stage } = world;
  const events = server.list("events").filter((event) => isSo(world, event));
  if (events.length === 0) return;
  server.put(again(stage.random.pick(events), stage.ago(0)));
  yield;
}

/** Forgets an event that nobody has repeated for an hour, if there is one, as an API server does. */
export function expireEvent({ server, stage }: World): boolean {
  const old = server.list("events").find((event) => stage.since(lastSaid(event)) > keptSeconds);
  return old !== undefined && server.delete("events", keyOf(old.metadata));
}

/** Whether what the event is about is still there, and still as it says. */
function isSo({ server }: World, event: KubeObject): boolean {
  const about = isJsonObject(event["involvedObject"]) ? event["involvedObject"] : {};
  const namespace = typeof about["namespace"] === "string" ? { namespace: about["namespace"] } : {};
  const resource = resourceByKind[textOf(about["kind"])];
  if (resource === undefined || !server.serves(resource)) return false;
  const object = server.get(resource, keyOf({ name: textOf(about["name"]), ...namespace }));
  if (object === undefined || object.metadata.uid !== about["uid"]) return false;
  return object.kind !== "Pod" || nodeNameOf(object) === undefined;
}

function again(event: KubeObject, at: string): KubeObject {
  const { count, series } = event;
  if (event["eventTime"] === null) return { ...event, count: (Number(count) || 0) + 1, lastTimestamp: at };
  const before: JsonObject = isJsonObject(series) ? series : { count: 1 };
  return { ...event, series: { count: Number(before["count"]) + 1, lastObservedTime: microTime(at) } };
}

function lastSaid({ lastTimestamp, series, eventTime }: KubeObject): string {
  const observed = isJsonObject(series) ? textOf(series["lastObservedTime"]) : textOf(eventTime);
  return textOf(lastTimestamp) || observed;
}
