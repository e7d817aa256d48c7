import { setInterval as every } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { ask } from "../support/graph-client.ts";
import { KubeClient } from "../support/kube-client.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { startGateway } from "./support/gateway.ts";
import { truthOf } from "./support/graph-state.ts";
import { HeardChanges } from "./support/heard-changes.ts";
import { withoutTools } from "./support/tools.ts";

const services = "/api/v1/namespaces/default/services";
const names = Array.from({ length: 50 }, (_, number) => `fresh-${number}`);

/** 20 stamps a second. */
const stampEveryMs = 50;
const pollEveryMs = 25;

/** What is promised without faults, in milliseconds. */
const promised = { p50: 150, p99: 1000, max: 5000 };

describe.skipIf(withoutTools)("a gateway over two real control planes", () => {
  test("answers with a change, and tells it, soon after it was made in either", async () => {
    await using folder = await temporaryFolder();
    await using one = await startControlPlane();
    await using two = await startControlPlane();
    await using oneClient = new KubeClient(one);
    await using twoClient = new KubeClient(two);
    const clients = { "eu-1": oneClient, "us-1": twoClient };
    await Promise.all(Object.values(clients).map(createAll));
    await using app = await startGateway(folder, { "eu-1": one, "us-1": two });
    await using heard = new HeardChanges(app.url);
    await eventually("the snapshot's end", () => expect(heard.ids("SNAPSHOT_END")).toHaveLength(1));
    await using poller = new Poller(app.url);

    const stamps = await stampAll(clients);

    await eventually("all stamps were told and seen", () => {
      expect(heardBy(heard).length).toBeGreaterThanOrEqual(stamps.length);
      expect([...poller.seen.keys()].toSorted()).toEqual(stamps.toSorted());
    });
    const pushed = figures(heardBy(heard));
    const answered = figures([...poller.seen].flatMap(([stamp, seenAt]) => latency(stamp, seenAt)));
    console.log(`R1 fresh, in ms: ${JSON.stringify({ pushed, answered, promised })}`);
    for (const measured of [pushed, answered]) {
      expect(measured.stamps).toBe(stamps.length);
      expect(measured.p50).toBeLessThanOrEqual(promised.p50);
      expect(measured.p99).toBeLessThanOrEqual(promised.p99);
      expect(measured.max).toBeLessThanOrEqual(promised.max);
    }
    await eventually("the subscriber was told all", async () => {
      const truth = Object.entries(clients).map(([cluster, client]) => truthOf(cluster, client));
      expect(heard.faults((await Promise.all(truth)).flat())).toEqual([]);
    });
  });
});

async function createAll(client: KubeClient): Promise<void> {
  for (const name of names) {
    const spec = { type: "ExternalName", externalName: "a.example" };
    await client.create(services, { apiVersion: "v1", kind: "Service", metadata: { name }, spec });
  }
}

/** Labels each object with the time and a number, in one cluster after the other; gives the labels. */
async function stampAll(clients: Readonly<Record<string, KubeClient>>): Promise<string[]> {
  const targets = names.flatMap((name) => Object.values(clients).map((client) => ({ client, name })));
  const stamps: string[] = [];
  const writes: Promise<unknown>[] = [];
  for await (const _ of every(stampEveryMs)) {
    const target = targets[stamps.length];
    if (target === undefined) break;
    const stamp = `${Date.now()}-${stamps.length}`;
    stamps.push(stamp);
    writes.push(target.client.patch(`${services}/${target.name}`, { metadata: { labels: { stamp } } }));
  }
  await Promise.all(writes);
  return stamps;
}

/** Asks for all services over and over, and notes when each stamp was first in an answer. */
class Poller implements AsyncDisposable {
  readonly seen = new Map<string, number>();
  readonly #stop = new AbortController();
  readonly #polling: Promise<void>;

  constructor(url: string) {
    this.#polling = this.#poll(url);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#polling;
  }

  async #poll(url: string): Promise<void> {
    for await (const _ of every(pollEveryMs)) {
      if (this.#stop.signal.aborted) return;
      const { kubernetesServices } = await ask(url, "{ kubernetesServices(first: 200) { nodes { labels } } }");
      const seenAt = Date.now();
      for (const { labels } of kubernetesServices.nodes)
        if (labels.stamp !== undefined && !this.seen.has(labels.stamp)) this.seen.set(labels.stamp, seenAt);
    }
  }
}

/** How late the subscriber was told each stamp. */
function heardBy({ events }: HeardChanges): number[] {
  return events.flatMap(({ node, heardAt }) => latency(node?.labels["stamp"], heardAt));
}

/** How long after it was made a stamp was seen; nothing for what bears none. */
function latency(stamp: string | undefined, seenAt: number): number[] {
  return stamp === undefined ? [] : [seenAt - Number.parseInt(stamp, 10)];
}

function figures(latencies: readonly number[]): { stamps: number; p50: number; p99: number; max: number } {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { stamps: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}
