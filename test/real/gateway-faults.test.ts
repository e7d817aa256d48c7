import { describe, expect, test } from "vitest";
import { serviceEntries } from "../support/conformance/samples.ts";
import { eventually } from "../support/eventually.ts";
import { KubeClient } from "../support/kube-client.ts";
import { kubePath } from "../support/kube-path.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { Gate } from "./support/gate.ts";
import { phaseOf, restartsOf, startGateway, unheardOf } from "./support/gateway.ts";
import { digests, statesOf, truthOf } from "./support/graph-state.ts";
import { HeardChanges } from "./support/heard-changes.ts";
import { withoutTools } from "./support/tools.ts";

const cluster = "eu-1";
const entries = kubePath(serviceEntries, "default");
const services = "/api/v1/namespaces/default/services";

/** How soon after a fault is over the graph is to equal the API server. */
const healedWithinMs = 10_000;

/** Ends its watches when it is to end; without this it waits for them, a minute long. */
const endsWatches = { "shutdown-watch-termination-grace-period": "10s" };

describe.skipIf(withoutTools)("a gateway over a real control plane that fails", () => {
  test("keeps everything while kube-apiserver is ended and started again, and then equals it", async () => {
    await using folder = await temporaryFolder();
    await using plane = await startControlPlane({ crds: true, apiServer: endsWatches });
    await using before = new KubeClient(plane);
    await create(before, "a", "b");
    await using app = await startGateway(folder, { [cluster]: plane });
    await using heard = new HeardChanges(app.url);
    await eventually("the snapshot's end", () => expect(heard.ids("SNAPSHOT_END")).toHaveLength(1));
    const known = await statesOf(app.url);

    await plane.kill("SIGTERM");
    await eventually("it is said", async () => expect(await phaseOf(app.url, cluster)).not.toBe("LIVE"));
    const meanwhile = await statesOf(app.url);
    await plane.restart();
    const readyAt = performance.now();
    await using after = new KubeClient(plane);
    await after.patch(`${services}/a`, { metadata: { labels: { changed: "yes" } } });
    await create(after, "c");
    await healed(app.url, after, readyAt);

    expect(digests(meanwhile)).toEqual(digests(known));
    await heardAll(heard, after);
    expect(heard.ids("MODIFIED")).toContain(`KubernetesService/${cluster}/default/a`);
    expect(heard.ids("ADDED")).toContain(`ServiceEntry/${cluster}/default/c`);
    expect([...heard.ids("DELETED"), ...heard.ids("GAP")]).toEqual([]);
  });

  test("lists anew after a compaction, and tells exactly what went and came while it was cut off", async () => {
    await using folder = await temporaryFolder();
    await using plane = await startControlPlane({ crds: true });
    await using before = new KubeClient(plane);
    await create(before, "stays", "changes", "goes", "is-another");
    await using gate = await new Gate(plane.url).open();
    await using app = await startGateway(folder, { [cluster]: plane }, { [cluster]: gate.url });
    await using heard = new HeardChanges(app.url);
    await eventually("the snapshot's end", () => expect(heard.ids("SNAPSHOT_END")).toHaveLength(1));

    await gate.shut();
    for (const room of [services, entries]) {
      await before.patch(`${room}/changes`, { metadata: { labels: { changed: "yes" } } });
      await before.delete(`${room}/goes`);
      await before.delete(`${room}/is-another`);
    }
    await create(before, "is-another", "comes");
    await plane.compact();
    await plane.restart();
    await gate.open();
    const openAt = performance.now();
    await using after = new KubeClient(plane);
    await healed(app.url, after, openAt);

    expect(await restartsOf(app, cluster, "EXPIRED")).toBeGreaterThan(0);
    await heardAll(heard, after);
    for (const type of ["KubernetesService", "ServiceEntry"]) {
      const id = (name: string): string => `${type}/${cluster}/default/${name}`;
      expect(heard.ids("DELETED")).toContain(id("goes"));
      expect(heard.ids("ADDED")).toContain(id("comes"));
      expect(heard.ids("MODIFIED")).toContain(id("changes"));
    }
    expect(heard.ids("DELETED").filter((id) => !/\/(goes|is-another)$/.test(id ?? ""))).toEqual([]);
    expect(heard.ids("GAP")).toEqual([]);
  });
});

/** A service and a service entry of each name. */
async function create(client: KubeClient, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const spec = { type: "ExternalName", externalName: "a.example" };
    await client.create(services, { apiVersion: "v1", kind: "Service", metadata: { name }, spec });
    await client.create(entries, serviceEntries.draft(name, "default"));
  }
}

/** In time every kind is heard again, and the graph holds what the API server has of it. */
async function healed(url: string, client: KubeClient, since: number): Promise<void> {
  const attempt = async (): Promise<void> => {
    expect((await unheardOf(url, cluster)).join(", ")).toBe("");
    expect(digests(await statesOf(url))).toEqual(digests(await truthOf(cluster, client)));
  };
  await eventually("the graph equals the API server", attempt, {
    withinMs: Math.round(since + healedWithinMs - performance.now()),
  });
  console.log(`R2 converges, in ms: ${Math.round(performance.now() - since)}, promised ${healedWithinMs}`);
}

/** The subscriber's events come to what the API server has, and broke no rule on the way. */
async function heardAll(heard: HeardChanges, client: KubeClient): Promise<void> {
  await eventually("the subscriber was told all", async () =>
    expect(heard.faults(await truthOf(cluster, client))).toEqual([]),
  );
}
