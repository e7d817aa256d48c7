import { describe, expect, test } from "vitest";
import { KubeClient } from "../support/kube-client.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { withoutDebianEtcd, withoutTools } from "./support/tools.ts";

const stream = { sendInitialEvents: true, allowWatchBookmarks: true, resourceVersionMatch: "NotOlderThan" };
const paths = ["/api/v1/namespaces", "/apis/networking.istio.io/v1/serviceentries"];

const draft = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });

/** What a kube-apiserver says of an etcd that cannot tell how far it has come. */
const cannotTell = {
  type: "ERROR",
  object: {
    kind: "Status",
    status: "Failure",
    reason: "InternalError",
    code: 500,
    message:
      "a watch stream was requested by the client but the required storage feature RequestWatchProgress is disabled",
  },
};

describe.skipIf(withoutDebianEtcd)("on an etcd too old for WatchList", () => {
  test("a WatchList stream is opened, and ends with an internal error", async () => {
    await using plane = await startControlPlane({ etcd: "debian", crds: true });
    await using client = new KubeClient(plane);

    for (const path of paths) {
      await using watch = await client.watch(path, stream);
      expect(await watch.rest()).toMatchObject([cannotTell]);
    }
  });

  test("so does a watch with bookmarks from no resourceVersion, or from 0", async () => {
    await using plane = await startControlPlane({ etcd: "debian" });
    await using client = new KubeClient(plane);

    for (const query of [{}, { resourceVersion: "0" }]) {
      await using watch = await client.watch("/api/v1/namespaces", { ...query, allowWatchBookmarks: true });
      expect(await watch.rest()).toMatchObject([cannotTell]);
    }
  });

  test("pages, and a watch with bookmarks from their resourceVersion, are what remains", async () => {
    await using plane = await startControlPlane({ etcd: "debian", crds: true });
    await using client = new KubeClient(plane);
    const path = "/api/v1/namespaces/default/configmaps";
    for (const name of ["a", "b", "c"]) await client.create(path, draft(name));

    const first = await client.list(path, { limit: 2 });
    const second = await client.list(path, { limit: 2, continue: first.metadata.continue ?? "" });
    const { resourceVersion } = second.metadata;
    await using watch = await client.watch(path, { resourceVersion, allowWatchBookmarks: true });
    const later = await client.create(path, draft("d"));

    expect([...first.items, ...second.items].map(({ metadata }) => metadata.name)).toEqual(["a", "b", "c"]);
    expect(first.metadata).toMatchObject({ resourceVersion, remainingItemCount: 1 });
    expect(await watch.next()).toEqual({ type: "ADDED", object: later });
  });
});

describe.skipIf(withoutTools)("on a server with WatchList switched off", () => {
  test("a WatchList stream is refused as invalid", async () => {
    await using plane = await startControlPlane({ crds: true, apiServer: { "feature-gates": "WatchList=false" } });
    await using client = new KubeClient(plane);

    for (const path of paths)
      await expect(client.watch(path, stream)).rejects.toMatchObject({
        status: {
          code: 422,
          reason: "Invalid",
          details: { kind: "ListOptions", causes: [{ reason: "FieldValueForbidden", field: "sendInitialEvents" }] },
        },
      });
  });
});
