import { describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { KubeClient } from "../support/kube-client.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { withoutTools } from "./support/tools.ts";

const path = "/api/v1/namespaces/default/configmaps";
const draft = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });

describe.skipIf(withoutTools)("a kube-apiserver killed and started again", () => {
  test("breaks its watches off, keeps objects and resourceVersions, and counts on", async () => {
    await using plane = await startControlPlane();
    await using client = new KubeClient(plane);
    const before = await client.create(path, draft("before"));
    const list = await client.list(path);
    await using watch = await client.watch(path, { resourceVersion: list.metadata.resourceVersion });

    await plane.kill("SIGKILL");
    await expect(watch.rest()).rejects.toThrow("terminated");
    await expect(client.request("GET", "/readyz")).rejects.toThrow("fetch failed");
    await plane.restart();

    const after = await client.list(path);
    expect(after.items).toEqual(list.items);
    expect(Number(after.metadata.resourceVersion)).toBeGreaterThanOrEqual(Number(list.metadata.resourceVersion));
    const later = await client.create(path, draft("later"));
    expect(Number(later.metadata.resourceVersion)).toBeGreaterThan(Number(before.metadata.resourceVersion));
  });

  test("watches on from a resourceVersion that it got from its new self, and from none before", async () => {
    await using plane = await startControlPlane();
    await using client = new KubeClient(plane);
    const { resourceVersion } = (await client.create(path, draft("a"))).metadata;
    await client.create(path, draft("b"));

    await plane.restart();

    await using old = await client.watch(path, { resourceVersion });
    expect(await old.rest()).toMatchObject([{ type: "ERROR", object: { reason: "Expired", code: 410 } }]);
    const list = await client.list(path);
    await using fresh = await client.watch(path, { resourceVersion: list.metadata.resourceVersion });
    const later = await client.create(path, draft("c"));
    expect(await fresh.next()).toEqual({ type: "ADDED", object: later });
  });

  test("says of custom resources that it is not ready yet, never that there are none", async () => {
    await using plane = await startControlPlane({ crds: true });
    await using client = new KubeClient(plane);
    await plane.kill("SIGKILL");
    const answers = new Set<number>();

    const [, status] = await Promise.all([
      plane.restart(),
      eventually(
        "ServiceEntries are served again",
        async () => {
          const answer = await client.request("GET", "/apis/networking.istio.io/v1/serviceentries");
          answers.add(answer.status);
          if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
          return answer.status;
        },
        { withinMs: 60_000, everyMs: 10 },
      ),
    ]);

    expect(status).toBe(200);
    expect([...answers].filter((answer) => ![200, 429, 503].includes(answer))).toEqual([]);
  });
});
