import { expect, test } from "vitest";
import { KubeError } from "../support/kube-client.ts";
import type { KubeDraft } from "../support/kube-wire.ts";
import { definitions, serviceEntries, serviceEntry, startServer } from "./support/started-server.ts";

const name = "serviceentries.networking.istio.io";
const group = "/apis/networking.istio.io";

test("a deleted definition takes its resource and its objects along, and ends their watches", async () => {
  await using started = await startServer({ objects: [serviceEntry("stripe")] });
  const { client } = started;
  await using watch = await client.watch(serviceEntries);
  await watch.take(1);

  await client.delete(`${definitions}/${name}`);

  expect(await watch.rest()).toMatchObject([{ type: "DELETED", object: { metadata: { name: "stripe" } } }]);
  const answers = await Promise.all(
    [serviceEntries, `${definitions}/${name}`].map((path) => client.request("GET", path)),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  expect(await pluralsOf(client)).not.toContain("serviceentries");
});

test("a definition that is created again brings an empty resource, to which the past is expired", async () => {
  await using started = await startServer({ objects: [serviceEntry("stripe")] });
  const { client, server } = started;
  const { resourceVersion } = (await client.list(serviceEntries)).metadata;
  const definition = server.get("customresourcedefinitions.apiextensions.k8s.io", name);
  server.delete("customresourcedefinitions.apiextensions.k8s.io", name);

  await client.create(definitions, { ...definition, metadata: { name } } as KubeDraft);

  expect((await client.list(serviceEntries)).items).toEqual([]);
  expect(await pluralsOf(client)).toContain("serviceentries");
  await using watch = await client.watch(serviceEntries, { resourceVersion });
  expect(await watch.rest()).toMatchObject([{ type: "ERROR", object: { code: 410, reason: "Expired" } }]);
});

test("a definition tells that it is established once it is served", async () => {
  await using started = await startServer();
  const { client, server } = started;
  const definition = server.get("customresourcedefinitions.apiextensions.k8s.io", name);
  server.delete("customresourcedefinitions.apiextensions.k8s.io", name);
  await using watch = await client.watch(definitions, { resourceVersion: server.resourceVersion });

  await client.create(definitions, { ...definition, metadata: { name } } as KubeDraft);

  const [, second] = await watch.take(2);
  expect(second).toMatchObject({
    type: "MODIFIED",
    object: { status: { conditions: [{ type: "NamesAccepted" }, { type: "Established", status: "True" }] } },
  });
});

test("an object is read by any version of its resource", async () => {
  await using started = await startServer({ objects: [serviceEntry("stripe")] });
  const older = serviceEntries.replace("/v1/", "/v1beta1/");

  const [list, object] = [await started.client.list(older), await started.client.get(`${older}/stripe`)];

  expect(list).toMatchObject({ apiVersion: "networking.istio.io/v1beta1", kind: "ServiceEntryList" });
  expect([...list.items, object].map(({ apiVersion }) => apiVersion)).toEqual(
    Array.from({ length: 2 }, () => "networking.istio.io/v1beta1"),
  );
});

test("a field that the definition does not know is dropped, or refused by who asks for that", async () => {
  await using started = await startServer();
  const { client } = started;
  const draft = serviceEntry("stripe", { colour: "red" });

  const refused = client.create(serviceEntries, draft, { fieldValidation: "Strict" });

  await expect(refused).rejects.toThrow('unknown field "spec.colour"');
  await expect(refused).rejects.toBeInstanceOf(KubeError);
  expect((await client.create(serviceEntries, draft))["spec"]).not.toHaveProperty("colour");
});

test("a custom resource can be replaced only in a state that is named", async () => {
  await using started = await startServer();
  const { client } = started;
  const { metadata } = await client.create(serviceEntries, serviceEntry("stripe"));
  const put = (resourceVersion?: string) =>
    client.request("PUT", `${serviceEntries}/stripe`, {
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        ...serviceEntry("stripe", { hosts: ["other.example"] }),
        metadata: { name: "stripe", ...(resourceVersion !== undefined && { resourceVersion }) },
      }),
    });

  expect((await put()).status).toBe(422);
  expect(await put(metadata.resourceVersion)).toMatchObject({
    status: 200,
    body: { metadata: { generation: 2, uid: metadata.uid }, spec: { hosts: ["other.example"] } },
  });
  expect((await put(metadata.resourceVersion)).status).toBe(409);
});

async function pluralsOf(client: Awaited<ReturnType<typeof startServer>>["client"]): Promise<string[]> {
  const { body } = await client.request("GET", `${group}/v1`);
  return (body as { resources: { name: string }[] }).resources.map((resource) => resource.name);
}
