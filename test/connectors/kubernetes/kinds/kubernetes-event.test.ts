import { expect, test } from "vitest";
import { Decoder } from "../../../../connectors/kubernetes/decode.ts";
import { kubernetesEvent } from "../../../../connectors/kubernetes/kinds/kubernetes-event.ts";
import type { KubernetesEvent } from "../../../../schema/kubernetes-event.ts";

const metadata = { name: "a", namespace: "shop", uid: "u", resourceVersion: "1" };

function eventOf(object: object, more: object = {}): KubernetesEvent {
  return new Decoder("eu-1").decode(kubernetesEvent, { metadata: { ...metadata, ...more }, ...object });
}

const times = {
  series: { count: 9, lastObservedTime: "2026-11-23T10:05:00.000000Z" },
  lastTimestamp: "2026-11-23T10:04:00Z",
  eventTime: "2026-11-23T10:03:00.123456Z",
  firstTimestamp: "2026-11-23T10:02:00Z",
};
const creationTimestamp = "2026-11-23T10:01:00Z";

test.each([
  ["its series", times, "2026-11-23T10:05:00.000Z"],
  ["lastTimestamp", { ...times, series: null }, "2026-11-23T10:04:00.000Z"],
  ["eventTime", { ...times, series: { count: 2 }, lastTimestamp: null }, "2026-11-23T10:03:00.123Z"],
  [
    "firstTimestamp",
    { firstTimestamp: times.firstTimestamp, lastTimestamp: null, eventTime: null },
    "2026-11-23T10:02:00.000Z",
  ],
  ["its creation", { eventTime: null }, "2026-11-23T10:01:00.000Z"],
])("when an event was last said is told by %s", (_, object, at) => {
  expect(eventOf(object, { creationTimestamp }).at).toEqual(new Date(at));
});

test("an event without any time is of the beginning of time", () => {
  expect(eventOf({}).at).toEqual(new Date(0));
});

test.each([
  ["of its series before its own", { series: { count: 9 }, count: 2 }, 9],
  ["its own", { count: 2 }, 2],
  ["one for 0", { count: 0 }, 1],
  ["one for none", {}, 1],
])("how often: %s", (_, object, count) => {
  expect(eventOf(object).count).toBe(count);
});

test.each([
  ["reportingComponent", { reportingComponent: "karpenter", source: { component: "other" } }, "karpenter"],
  ["the older source", { reportingComponent: "", source: { component: "kubelet" } }, "kubelet"],
  ["nobody", {}, ""],
])("who says it: %s", (_, object, reporter) => {
  expect(eventOf(object).reporter).toBe(reporter);
});

test("an event about an object of the whole cluster has no namespace of it", () => {
  expect(eventOf({ involvedObject: { kind: "NodePool", name: "default" } })).toMatchObject({
    involvedKind: "NodePool",
    involvedName: "default",
    involvedNamespace: null,
    involvedUid: null,
  });
});

test.each([
  ["FailedScheduling", true],
  ["Nominated", true],
  ["DisruptionBlocked", true],
  ["SpotInterrupted", true],
  ["CapacityReservationInstanceInterrupted", true],
  ["NodeNotReady", true],
  ["Pulled", false],
  ["BackOff", false],
  ["failedscheduling", false],
  ["", false],
  [undefined, false],
])("an event of the reason %s is kept: %s", (reason, kept) => {
  expect(kubernetesEvent.keep?.({ reason })).toBe(kept);
});

test("an event whose reason is no text is refused", () => {
  expect(() => kubernetesEvent.keep?.({ reason: 5 })).toThrow(
    expect.objectContaining({ name: "DecodeError" }) as Error,
  );
});

test.each([2047, 2048, 2049, 100_000])("of a message of %i characters at most 2,048 are kept", (length) => {
  const message = "0123456789".repeat(10_000).slice(0, length);

  expect(eventOf({ message }).message).toBe(message.slice(0, 2048));
});
