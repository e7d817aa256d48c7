import type { ServerResponse } from "node:http";
import { realisticPod } from "../../test/support/realistic-pod.ts";
import { startReadyCluster } from "../ready-cluster.ts";
import { servePart } from "./part.ts";

const PODS = 2000;
const EVENTS_PER_SECOND = 10_000;
const EVERY_MS = 5;

/** The text of an event that says another resourceVersion and label each time: what stands between the two, for each pod. */
const templates = Array.from({ length: PODS }, (_, number) => {
  const pod = realisticPod(number) as { metadata: { labels: object } };
  const metadata = { ...pod.metadata, resourceVersion: "@version", labels: { ...pod.metadata.labels, tick: "@tick" } };
  const text = JSON.stringify({ type: "MODIFIED", object: { ...pod, metadata } });
  return text.split(/@version|@tick/) as [string, string, string];
});

let version = 900_000_000;
let watch: ServerResponse | undefined;
let timer: NodeJS.Timeout | undefined;
let sent = 0;

/** What is owed to 10,000 a second since `begun`; a reader that takes less is sent less, as TCP does. */
function send(begun: number): void {
  const owed = ((performance.now() - begun) * EVENTS_PER_SECOND) / 1000 - sent;
  if (watch === undefined || watch.writableNeedDrain) return;
  let text = "";
  for (let event = 0; event < owed; event += 1) {
    version += 1;
    const [head, middle, tail] = templates[version % PODS] ?? ["", "", ""];
    text += `${head}${version}${middle}${version}${tail}\n`;
  }
  sent += Math.max(0, Math.ceil(owed));
  watch.write(text, "latin1");
}

/** Program: an API server with 2,000 pods which sends 10,000 events a second when told to. Gives how many it sent. */
const cluster = await startReadyCluster({ pods: PODS, onWatch: (response) => (watch = response) });
servePart(cluster.url, {
  go: () => {
    sent = 0;
    const begun = performance.now();
    timer = setInterval(() => send(begun), EVERY_MS);
  },
  halt: () => {
    clearInterval(timer);
    return sent;
  },
});
