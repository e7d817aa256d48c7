import { startApiServer } from "../../src/demo/api-server.ts";
import type { KubeObject } from "../../src/demo/kube-object.ts";
import { Pace } from "../../src/demo/pace.ts";
import { realisticPod } from "../../test/support/realistic-pod.ts";
import { WRITTEN } from "./bare-watch.ts";
import { now, servePart } from "./part.ts";

/** What a changing cluster says of itself. */
export interface ChangingCluster {
  readonly url: string;
  readonly ca: string;
  readonly token: string;
}

const PODS_PER_NAMESPACE = 20;

const [, , namespaces = "10", changesPerSecond = "200"] = process.argv;

/** Program: an API server with pods in the namespaces team-0, team-1 and so on, which change in turn. */
async function main(): Promise<void> {
  const count = Number(namespaces);
  const names = Array.from({ length: count }, (_, number) => `team-${number}`);
  const pods = Array.from({ length: count * PODS_PER_NAMESPACE }, (_, number) => {
    const pod = realisticPod(number) as KubeObject;
    return { ...pod, metadata: { ...pod.metadata, name: `pod-${number}`, namespace: `team-${number % count}` } };
  });
  const objects = [
    ...["kube-system", ...names].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
    ...pods,
  ];
  const server = await startApiServer({ objects: objects as readonly KubeObject[] });
  let next = 0;
  const change = (): void => {
    const number = next % pods.length;
    next += 1;
    const key = `team-${number % count}/pod-${number}`;
    const metadata = { labels: { tick: String(next) }, annotations: { [WRITTEN]: String(now()) } };
    server.patch("pods", key, { metadata });
  };
  const { url, ca, token } = server;
  let pace: Pace | undefined;
  servePart({ url, ca, token } satisfies ChangingCluster, {
    go: () => {
      pace = new Pace(Number(changesPerSecond), change);
    },
    halt: () => pace?.[Symbol.dispose](),
  });
}

await main();
