import { describe, expect, test } from "vitest";
import { KubeClient } from "../support/kube-client.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { withoutTools } from "./support/tools.ts";

const path = "/api/v1/namespaces/default/configmaps";

describe.skipIf(withoutTools)("a watch from a resourceVersion of the future, as after a restored etcd", () => {
  test("is not refused: it hears nothing of what happens, bookmarks neither, and ends in peace", async () => {
    await using plane = await startControlPlane();
    await using client = new KubeClient(plane);
    const { resourceVersion } = (await client.list(path)).metadata;
    const query = {
      resourceVersion: Number(resourceVersion) + 1_000_000,
      allowWatchBookmarks: true,
      timeoutSeconds: 5,
    };

    await using watch = await client.watch(path, query);
    await client.create(path, { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } });

    expect(await watch.rest()).toEqual([]);
  });
});
