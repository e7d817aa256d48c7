import { describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { KubeClient, type KubeAnswer } from "../support/kube-client.ts";
import type { KubeList, KubeObject } from "../support/kube-wire.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { withoutTools } from "./support/tools.ts";

const path = "/api/v1/namespaces/default/configmaps";
const expired = { kind: "Status", status: "Failure", reason: "Expired", code: 410 };

describe.skipIf(withoutTools)("when etcd has compacted", () => {
  test("the rest of a list is gone, with the way to an inconsistent rest", async () => {
    await using plane = await startControlPlane();
    await using client = new KubeClient(plane);
    const page = await twoPages(client);

    await plane.compact();

    const refused = await eventually("kube-apiserver forgets the list", () => refusedRest(client, page), {
      withinMs: 60_000,
    });
    expect(refused).toMatchObject({ status: 410, body: { ...expired, metadata: { continue: expect.any(String) } } });
    const { continue: rest = "" } = (refused.body as KubeList).metadata;
    const { items } = await client.list(path, { limit: 1, continue: rest });
    expect(items.map(({ metadata }) => metadata.name)).toEqual(["c"]);
  });

  test("a kube-apiserver that runs goes on watching from what it remembers itself", async () => {
    await using plane = await startControlPlane();
    await using client = new KubeClient(plane);
    const { resourceVersion } = (await twoPages(client)).metadata;

    await plane.compact();

    await using watch = await client.watch(path, { resourceVersion });
    expect((await watch.take(2)).map(({ type }) => type)).toEqual(["DELETED", "ADDED"]);
  });

  test("a watch from before is opened, and ends with the error, once kube-apiserver has started again", async () => {
    await using plane = await startControlPlane();
    await using client = new KubeClient(plane);
    const { resourceVersion } = (await twoPages(client)).metadata;

    await plane.compact();
    await plane.restart();

    await using watch = await client.watch(path, { resourceVersion });
    expect(await watch.rest()).toMatchObject([
      {
        type: "ERROR",
        object: { ...expired, message: expect.stringMatching(/^too old resource version: \d+ \(\d+\)$/) },
      },
    ]);
  });
});

/** The first page, of "a", of a list that had "b" too; since then "b" went and "c" came. */
async function twoPages(client: KubeClient): Promise<KubeList> {
  await create(client, "a");
  await create(client, "b");
  const page = await client.list(path, { limit: 1 });
  await client.delete(`${path}/b`);
  await create(client, "c");
  return page;
}

function create(client: KubeClient, name: string): Promise<KubeObject> {
  return client.create(path, { apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
}

async function refusedRest(client: KubeClient, { metadata }: KubeList): Promise<KubeAnswer> {
  const answer = await client.request("GET", path, { query: { limit: 1, continue: metadata.continue ?? "" } });
  if (answer.status === 200) throw new Error("the rest of the list is still there");
  return answer;
}
