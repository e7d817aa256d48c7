import { expect, test } from "vitest";
import { define } from "../../src/demo/definitions/define.ts";
import { configMap, configMaps, startServer } from "./support/started-server.ts";

test("what its keeper writes is what clients read and watch", async () => {
  await using started = await startServer();
  const { client, server } = started;
  await using watch = await client.watch(configMaps, { resourceVersion: server.resourceVersion });

  const put = server.put(configMap("a", { colour: "red" }));
  const patched = server.patch("configmaps", "shop/a", { data: { colour: "blue" } });
  server.delete("configmaps", "shop/a");

  expect(await watch.take(3)).toMatchObject([
    { type: "ADDED", object: put },
    { type: "MODIFIED", object: { ...patched, data: { colour: "blue" } } },
    { type: "DELETED", object: { metadata: { uid: put.metadata.uid } } },
  ]);
});

test("an object that is put again keeps its uid and its age", async () => {
  await using started = await startServer();

  const first = started.server.put(configMap("a"));
  const second = started.server.put(configMap("a", { colour: "red" }));

  expect(second.metadata).toMatchObject({
    uid: first.metadata.uid,
    creationTimestamp: first.metadata.creationTimestamp,
  });
  expect(Number(second.metadata.resourceVersion)).toBe(Number(first.metadata.resourceVersion) + 1);
});

test("what was asked is counted by verb and resource", async () => {
  await using started = await startServer({ objects: [configMap("a")] });
  const { client, server } = started;

  await client.list(configMaps);
  await client.list(configMaps);
  await client.get(`${configMaps}/a`);
  await using watch = await client.watch(configMaps);
  await watch.next();

  const { requests } = server;
  expect(Object.fromEntries(requests.all)).toEqual({
    "list configmaps": 2,
    "get configmaps": 1,
    "watch configmaps": 1,
  });
  expect([requests.total, requests.of("list", "configmaps"), server.watchers("configmaps")]).toEqual([4, 2, 1]);
  requests.reset();
  expect([requests.total, server.watchers("configmaps")]).toEqual([0, 1]);
});

test("a closed server is not there, and opens again on its port with what it had", async () => {
  await using started = await startServer({ objects: [configMap("a")] });
  const { client, server } = started;
  const { url } = server;
  await using watch = await client.watch(configMaps, { resourceVersion: server.resourceVersion });

  await server.close();

  await expect(watch.rest()).rejects.toThrow("terminated");
  await expect(client.list(configMaps)).rejects.toThrow("fetch failed");
  await server.open();
  expect(server.url).toBe(url);
  expect((await client.list(configMaps)).items).toHaveLength(1);
});

test("its certificate is of its own authority, made anew at each start", async () => {
  await using one = await startServer();
  await using other = await startServer();

  expect(one.server.ca).toContain("BEGIN CERTIFICATE");
  expect(one.server.ca).not.toBe(other.server.ca);
});

test("nobody gets in without the token, but may see that it is well", async () => {
  await using started = await startServer();
  const { client } = started;

  const nobody = { headers: { authorization: "Bearer wrong" } };

  expect((await client.request("GET", configMaps, nobody)).status).toBe(401);
  expect((await client.request("GET", "/readyz")).body).toBe("ok");
});

test("who asks who they are is told", async () => {
  await using started = await startServer();

  const { status, body } = await started.client.request("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", {
    headers: { "content-type": "application/json" },
    body: "{}",
  });

  expect(status).toBe(201);
  expect(body).toMatchObject({ kind: "SelfSubjectReview", status: { userInfo: { username: "admin" } } });
});

test("older clients find what is served too, built-in groups first", async () => {
  const spec = { plural: "things", kind: "Thing", scope: "Cluster", versions: ["v1"], spec: {} } as const;
  await using started = await startServer({ objects: [define({ group: "a.example", ...spec })] });
  const get = async (path: string) => (await started.client.request("GET", path)).body;

  expect(await get("/api")).toMatchObject({ kind: "APIVersions", versions: ["v1"] });
  expect(await get("/apis")).toMatchObject({
    kind: "APIGroupList",
    groups: [
      { name: "networking.k8s.io" },
      { name: "apiextensions.k8s.io" },
      { name: "a.example" },
      { name: "networking.istio.io", preferredVersion: { version: "v1" } },
    ],
  });
  expect(await get("/apis/networking.istio.io")).toMatchObject({
    kind: "APIGroup",
    versions: [{ version: "v1" }, { version: "v1beta1" }, { version: "v1alpha3" }],
  });
  expect(await get("/api/v1")).toMatchObject({
    kind: "APIResourceList",
    resources: expect.arrayContaining([
      expect.objectContaining({ name: "pods", kind: "Pod", namespaced: true }),
      expect.objectContaining({ name: "pods/status" }),
    ]),
  });
});
