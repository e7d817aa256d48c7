import { expect, test } from "vitest";
import { define } from "../../src/demo/definitions/define.ts";
import { eventually } from "../support/eventually.ts";
import { configMap, configMaps, serviceEntries, serviceEntry, startServer } from "./support/started-server.ts";

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
      { name: "apps" },
      { name: "networking.k8s.io" },
      { name: "discovery.k8s.io" },
      { name: "policy" },
      { name: "admissionregistration.k8s.io" },
      { name: "rbac.authorization.k8s.io" },
      { name: "apiextensions.k8s.io" },
      { name: "a.example" },
      { name: "networking.istio.io", preferredVersion: { version: "v1" } },
      { name: "security.istio.io", preferredVersion: { version: "v1" } },
      { name: "telemetry.istio.io", preferredVersion: { version: "v1" } },
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

test("a right that is taken away is refused as RBAC refuses, for every verb, until it is given back", async () => {
  await using started = await startServer({ objects: [serviceEntry("stripe")] });
  const { client, server } = started;
  await using watch = await client.watch(serviceEntries, { resourceVersion: server.resourceVersion });
  const ask = async (method: string, path: string) => await client.request(method, path);

  server.revoke("serviceentries.networking.istio.io");

  expect(await watch.next()).toBeUndefined();
  expect((await ask("GET", "/apis/networking.istio.io/v1/serviceentries")).body).toEqual({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message:
      'serviceentries.networking.istio.io is forbidden: User "admin" cannot list resource "serviceentries" in API group "networking.istio.io" at the cluster scope',
    reason: "Forbidden",
    details: { group: "networking.istio.io", kind: "serviceentries" },
    code: 403,
  });
  const named = await ask("GET", `${serviceEntries}/stripe`);
  expect([named.status, (named.body as { message: string }).message]).toEqual([
    403,
    'serviceentries.networking.istio.io "stripe" is forbidden: User "admin" cannot get resource "serviceentries" in API group "networking.istio.io" in the namespace "shop"',
  ]);
  expect((await ask("DELETE", `${serviceEntries}/stripe`)).status).toBe(403);
  expect((await ask("GET", "/apis/networking.istio.io/v1/gateways")).status).toBe(200);
  server.restore("serviceentries.networking.istio.io");
  expect((await ask("GET", serviceEntries)).status).toBe(200);
});

test("a watch that is frozen says nothing and stays open; a later one is well", async () => {
  await using started = await startServer({ objects: [serviceEntry("stripe")], bookmarkSeconds: 0.05 });
  const { client, server } = started;
  const since = { resourceVersion: server.resourceVersion, allowWatchBookmarks: "true" };
  await using frozen = await client.watch(serviceEntries, since);
  expect(await frozen.next()).toMatchObject({ type: "BOOKMARK" });

  server.freezeWatches("serviceentries.networking.istio.io");
  server.patch("serviceentries.networking.istio.io", "shop/stripe", { metadata: { labels: { step: "1" } } });

  await using later = await client.watch(serviceEntries, since);
  expect(await later.next()).toMatchObject({ type: "MODIFIED" });
  // Bookmarks would have come a dozen times by now. One may have been on its way when the watch froze.
  for (let bookmarks = 0; bookmarks < 12; bookmarks++) expect(await later.next()).toMatchObject({ type: "BOOKMARK" });
  const heard: unknown[] = [];
  const listening = (async () => {
    for await (const event of frozen) heard.push(event.type);
    heard.push("the end");
  })().catch(() => {});
  for (let bookmarks = 0; bookmarks < 12; bookmarks++) await later.next();
  expect(heard.filter((type) => type !== "BOOKMARK")).toEqual([]);
  expect(heard.length).toBeLessThanOrEqual(1);
  expect(server.watchers("serviceentries.networking.istio.io")).toBe(2);
  // Every watch of it is ended now; the frozen one does not even say that.
  server.revoke("serviceentries.networking.istio.io");
  await later.rest();
  await eventually("the later one is closed", () =>
    expect(server.watchers("serviceentries.networking.istio.io")).toBe(1),
  );
  expect(heard).not.toContain("the end");
  await frozen[Symbol.asyncDispose]();
  await listening;
});
