import { connect } from "node:tls";
import { once } from "node:events";
import { expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { configMap, configMaps, startServer } from "./support/started-server.ts";

test("10,000 changes at once reach a watcher whole and in order", async () => {
  await using started = await startServer();
  const { client, server } = started;
  await using watch = await client.watch(configMaps, { resourceVersion: server.resourceVersion });

  for (let index = 0; index < 10_000; index++) server.put(configMap(`c-${index % 100}`, { index: String(index) }));

  const events = await watch.take(10_000);
  expect(events.map(({ object }) => (object as { data?: { index: string } }).data?.index)).toEqual(
    Array.from({ length: 10_000 }, (_, index) => String(index)),
  );
});

test("what enters a selection is added, and what leaves it is deleted, as it was seen last", async () => {
  await using started = await startServer({ objects: [configMap("a", {}, { team: "shop" }), configMap("b")] });
  const { client, server } = started;
  await using watch = await client.watch(configMaps, {
    resourceVersion: server.resourceVersion,
    labelSelector: "team=shop",
  });

  server.patch("configmaps", "shop/b", { metadata: { labels: { team: "shop" } } });
  const left = server.patch("configmaps", "shop/a", { metadata: { labels: { team: "pay" } } });

  expect(await watch.take(2)).toMatchObject([
    { type: "ADDED", object: { metadata: { name: "b" } } },
    {
      type: "DELETED",
      object: {
        metadata: { name: "a", labels: { team: "shop" }, resourceVersion: left.metadata.resourceVersion },
      },
    },
  ]);
});

test("a watch hears nothing of another namespace or another name", async () => {
  await using started = await startServer();
  const { client, server } = started;
  const query = { resourceVersion: server.resourceVersion, timeoutSeconds: 1 };
  await using inShop = await client.watch(configMaps, query);
  await using ofOne = await client.watch("/api/v1/configmaps", { ...query, fieldSelector: "metadata.name=mine" });

  server.put({ ...configMap("mine"), metadata: { name: "mine", namespace: "pay" } });

  expect(await inShop.rest()).toEqual([]);
  expect(await ofOne.rest()).toMatchObject([{ type: "ADDED" }]);
});

test("a watch from before the window ends with an error, or is refused where servers do that", async () => {
  for (const expiredWatch of ["event", "status"] as const) {
    await using started = await startServer({ watchWindow: 3, expiredWatch });
    const { client, server } = started;
    const { resourceVersion } = server;
    for (const name of ["a", "b", "c", "d"]) server.put(configMap(name));

    const { status, body } = await client.request("GET", configMaps, { query: { watch: true, resourceVersion } });

    const expired = { kind: "Status", code: 410, reason: "Expired" };
    expect([status, body]).toMatchObject(
      expiredWatch === "event" ? [200, { type: "ERROR", object: expired }] : [410, expired],
    );
  }
});

test("a server without WatchList says that it has none", async () => {
  await using started = await startServer({ watchList: false });

  const { status, body } = await started.client.request("GET", configMaps, {
    query: { watch: true, sendInitialEvents: true, resourceVersionMatch: "NotOlderThan", allowWatchBookmarks: true },
  });

  expect(status).toBe(422);
  expect(body).toMatchObject({ reason: "Invalid", details: { causes: [{ field: "sendInitialEvents" }] } });
});

test("bookmarks come as often as the server is set to", async () => {
  await using started = await startServer({ bookmarkSeconds: 0.05 });
  const { client, server } = started;
  await using watch = await client.watch(configMaps, {
    resourceVersion: server.resourceVersion,
    allowWatchBookmarks: true,
  });

  const [bookmark] = await watch.take(2);

  expect(bookmark).toEqual({
    type: "BOOKMARK",
    object: { kind: "ConfigMap", apiVersion: "v1", metadata: { resourceVersion: server.resourceVersion } },
  });
});

test("a watcher that stops reading is broken off, and the others go on", async () => {
  await using started = await startServer({ watchBuffer: 1000 });
  const { client, server } = started;
  const { resourceVersion, token, ca, url } = server;
  const { hostname, port } = new URL(url);
  const stuck = connect({ host: hostname, port: Number(port), ca });
  stuck.on("error", () => undefined);
  await once(stuck, "secureConnect");
  stuck.pause();
  stuck.write(`GET ${configMaps}?watch=1&resourceVersion=${resourceVersion} HTTP/1.1\r\n`);
  stuck.write(`Host: ${hostname}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  await eventually("the stuck one watches", () => expect(server.watchers("configmaps")).toBe(1));
  await using watch = await client.watch(configMaps, { resourceVersion });

  const text = "x".repeat(100_000);
  for (let index = 0; server.watchers("configmaps") === 2 && index < 5000; index++) {
    server.put(configMap("big", { text }));
    await watch.next();
  }

  await eventually("the stuck one is gone", () => expect(server.watchers("configmaps")).toBe(1));
  server.put(configMap("last"));
  expect(await watch.next()).toMatchObject({ object: { metadata: { name: "last" } } });
  stuck.destroy();
});
