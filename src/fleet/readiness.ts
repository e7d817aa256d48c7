import { Source } from "../../schema/source.ts";
import type { Store } from "../store/store.ts";

/** A cluster that has not been listed by then, counted from the start, no longer holds readiness back, in milliseconds. */
const FIRST_LIST_GRACE_MS = 30_000;

/** One condition of being ready for each cluster: its first lists are done, or it has had its time. One that is down is no reason not to serve. */
export function readinessOf(store: Store, clusters: readonly string[], sinceStartMs: number) {
  return clusters.map((name) => {
    const phase: string = store.of(Source).get(`Source/${encodeURIComponent(name)}/kubernetes`)?.phase ?? "STARTING";
    const isStarting = phase === "STARTING";
    const ok = !isStarting || sinceStartMs > FIRST_LIST_GRACE_MS;
    const detail = phase === "LIVE" ? "" : isStarting ? "its first lists are not done" : `is ${phase}`;
    return { name: `cluster ${name}`, ok, detail };
  });
}
