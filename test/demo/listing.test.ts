import { expect, test } from "vitest";
import { configMap, configMaps, serviceEntries, serviceEntry, startServer } from "./support/started-server.ts";

const names = ({ items }: { items: readonly { metadata: { name: string } }[] }): string[] =>
  items.map(({ metadata }) => metadata.name);

test("a list of an exact resourceVersion is of that moment", async () => {
  await using started = await startServer({ objects: [configMap("a")] });
  const { client, server } = started;
  const { resourceVersion } = server;
  server.put(configMap("b"));

  const then = await client.list(configMaps, { resourceVersion, resourceVersionMatch: "Exact" });

  expect(names(then)).toEqual(["a"]);
  expect(then.metadata.resourceVersion).toBe(resourceVersion);
  expect(names(await client.list(configMaps))).toEqual(["a", "b"]);
});

test("an expired page may be continued with what there is now", async () => {
  await using started = await startServer({ objects: ["a", "b", "c"].map((name) => configMap(name)) });
  const { client, server } = started;
  const first = await client.list(configMaps, { limit: 1 });
  server.delete("configmaps", "shop/b");
  server.compact();

  const expired = await client.request("GET", configMaps, { query: { continue: first.metadata.continue ?? "" } });
  const { metadata } = expired.body as { metadata: { continue: string } };
  const rest = await client.list(configMaps, { continue: metadata.continue });

  expect(expired.status).toBe(410);
  expect(names(rest)).toEqual(["c"]);
});

test("a list that need not be new comes whole, whatever its limit", async () => {
  await using started = await startServer({ objects: ["a", "b", "c"].map((name) => configMap(name)) });

  const list = await started.client.list(configMaps, { resourceVersion: "0", limit: 1 });

  expect(names(list)).toEqual(["a", "b", "c"]);
});

test("pages of a selection do not tell how many are left", async () => {
  await using started = await startServer({ objects: ["a", "b", "c"].map((name) => configMap(name, {}, { x: "1" })) });
  const query = { labelSelector: "x=1", limit: 2 };

  const first = await started.client.list(configMaps, query);
  const second = await started.client.list(configMaps, { ...query, continue: first.metadata.continue ?? "" });

  expect([first, second].map(names)).toEqual([["a", "b"], ["c"]]);
  expect(first.metadata).not.toHaveProperty("remainingItemCount");
});

test("a list of all namespaces goes on where its page ended", async () => {
  const elsewhere = { ...configMap("a"), metadata: { name: "a", namespace: "shop-2" } };
  await using started = await startServer({ objects: [configMap("b"), elsewhere] });
  const { client } = started;

  const first = await client.list("/api/v1/configmaps", { limit: 1 });
  const second = await client.list("/api/v1/configmaps", { continue: first.metadata.continue ?? "" });

  // The order is of whole keys, in which a hyphen comes before the slash that ends a namespace.
  expect([...first.items, ...second.items].map(({ metadata }) => metadata.namespace)).toEqual(["shop-2", "shop"]);
});

test("who asks for metadata only gets no more", async () => {
  await using started = await startServer({ objects: [serviceEntry("stripe")] });

  const list = await started.client.request("GET", serviceEntries, as("PartialObjectMetadataList"));
  const object = await started.client.request("GET", `${serviceEntries}/stripe`, as("PartialObjectMetadata"));

  const partial = { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: { name: "stripe" } };
  expect(list.body).toMatchObject({ kind: "PartialObjectMetadataList", items: [partial] });
  expect(object.body).toMatchObject(partial);
  expect(object.body).not.toHaveProperty("spec");
});

const as = (kind: string) => ({ headers: { accept: `application/json;as=${kind};g=meta.k8s.io;v=v1` } });

test("who takes nothing that there is gets nothing", async () => {
  await using started = await startServer();

  const { status } = await started.client.request("GET", configMaps, { headers: { accept: "application/cbor" } });

  expect(status).toBe(406);
});

test("a list of 20,000 objects comes whole, compressed or not", async () => {
  const objects = Array.from({ length: 20_000 }, (_, index) => configMap(`c-${index}`, { text: "x".repeat(200) }));
  await using started = await startServer({ objects });

  const plain = await started.client.request("GET", configMaps, { headers: { "accept-encoding": "identity" } });
  const zipped = await started.client.request("GET", configMaps, { headers: { "accept-encoding": "gzip" } });

  expect((plain.body as { items: unknown[] }).items).toHaveLength(20_000);
  expect(zipped.body).toEqual(plain.body);
});
