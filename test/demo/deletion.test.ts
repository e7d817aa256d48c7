import { expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import type { KubeDraft } from "../support/kube-wire.ts";
import { configMap, configMaps, startServer } from "./support/started-server.ts";

const held = { ...configMap("held"), metadata: { ...configMap("held").metadata, finalizers: ["example.com/hold"] } };

test("an object with a finalizer is marked, and goes with its last finalizer", async () => {
  await using started = await startServer();
  const { client } = started;
  await client.create(configMaps, held);

  const marked = await client.delete(`${configMaps}/held`);
  const again = await client.delete(`${configMaps}/held`);
  await client.patch(`${configMaps}/held`, { metadata: { finalizers: null } });

  expect(marked).toMatchObject({ kind: "ConfigMap", metadata: { deletionTimestamp: expect.any(String) } });
  expect(again).toEqual(marked);
  expect((await client.request("GET", `${configMaps}/held`)).status).toBe(404);
});

test("a deletion in the foreground marks first, and ends by itself", async () => {
  await using started = await startServer({ objects: [configMap("a")] });
  const { client } = started;
  await using watch = await client.watch(configMaps);

  await client.delete(`${configMaps}/a`, { propagationPolicy: "Foreground" });

  const events = await watch.take(3);
  expect(events.map(({ type }) => type)).toEqual(["ADDED", "MODIFIED", "DELETED"]);
  expect(events[1]?.object).toMatchObject({ metadata: { finalizers: ["foregroundDeletion"] } });
});

test("a deleted namespace takes what is in it along", async () => {
  await using started = await startServer({ objects: [configMap("a")] });
  const { client, server } = started;

  const marked = await client.delete("/api/v1/namespaces/shop");

  expect(marked).toMatchObject({ kind: "Namespace", status: { phase: "Terminating" } });
  await eventually("the namespace is gone", () => expect(server.get("namespaces", "shop")).toBeUndefined());
  expect(server.list("configmaps")).toEqual([]);
});

test("a pod on a node is given its grace, one without a node goes at once", async () => {
  await using started = await startServer();
  const { client } = started;
  const pods = "/api/v1/namespaces/shop/pods";
  await client.create(pods, pod("placed", { nodeName: "n1" }));
  await client.create(pods, pod("waiting"));

  await client.delete(`${pods}/placed`);
  await client.delete(`${pods}/waiting`);

  expect((await client.list(pods)).items).toMatchObject([
    { metadata: { name: "placed", deletionGracePeriodSeconds: 30 } },
  ]);
  await client.delete(`${pods}/placed`, { gracePeriodSeconds: 0 });
  expect((await client.list(pods)).items).toEqual([]);
});

test("a collection is deleted as far as a selector reaches", async () => {
  await using started = await startServer({ objects: [configMap("a", {}, { x: "1" }), configMap("b")] });

  const { status } = await started.client.request("DELETE", configMaps, { query: { labelSelector: "x=1" } });

  expect(status).toBe(200);
  expect(started.server.list("configmaps").map(({ metadata }) => metadata.name)).toEqual(["b"]);
});

function pod(name: string, spec = {}): KubeDraft {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name },
    spec: { containers: [{ name: "main", image: "main:1" }], ...spec },
  };
}
