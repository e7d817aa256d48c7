import { expect, test } from "vitest";
import { KubeClient } from "../kube-client.ts";
import { configMaps, samples, serviceEntries } from "./samples.ts";
import type { Subject } from "./subject.ts";

const json = { "content-type": "application/json" };

export function errorConformance(subject: Subject): void {
  test("a token that nobody has is refused", async () => {
    await using stranger = new KubeClient({ ...subject.target, token: "nobody-has-this-token" });

    const answer = await stranger.request("GET", "/api/v1/namespaces");

    expect(answer).toMatchObject({
      status: 401,
      body: { kind: "Status", status: "Failure", reason: "Unauthorized", code: 401 },
    });
  });

  test.each(samples)("an object of $plural that is not there is not found", async (sample) => {
    const room = await subject.room(sample);

    const requests = await Promise.all(
      ["GET", "DELETE"].map((method) => subject.client.request(method, room.pathOf("it"))),
    );

    for (const answer of requests)
      expect(answer).toMatchObject({
        status: 404,
        body: {
          kind: "Status",
          reason: "NotFound",
          code: 404,
          details: { name: room.nameOf("it"), kind: sample.plural },
        },
      });
  });

  test.each([
    "/apis/nobody.example/v1/things",
    "/apis/networking.istio.io/v1/things",
    "/apis/networking.istio.io/v99/serviceentries",
    "/api/v1/things",
    "/nowhere",
  ])("nothing is found at %s, by list or by watch", async (path) => {
    const answers = await Promise.all([
      subject.client.request("GET", path),
      subject.client.request("GET", path, { query: { watch: true, timeoutSeconds: 1 } }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });

  test.each(samples)("an object of $plural is not created twice", async (sample) => {
    const room = await subject.room(sample);
    await room.create("it");

    await expect(room.create("it")).rejects.toMatchObject({
      status: { code: 409, reason: "AlreadyExists", details: { name: room.nameOf("it"), kind: sample.plural } },
    });
  });

  test.each([configMaps, serviceEntries])("a change of $plural as they were is a conflict", async (sample) => {
    const room = await subject.room(sample);
    const { metadata } = await room.create("it");
    await room.touch("it", "changed");
    const late = { metadata: { resourceVersion: metadata.resourceVersion, labels: { step: "late" } } };

    await expect(subject.client.patch(room.pathOf("it"), late)).rejects.toMatchObject({
      status: { code: 409, reason: "Conflict", details: { name: "it", kind: sample.plural } },
    });
  });

  test.each([configMaps, serviceEntries])("what is no name is no name for $plural", async (sample) => {
    const room = await subject.room(sample);

    const refused = await post(subject, room.path, { ...room.draft("it"), metadata: { name: "No_Name" } });

    expect(refused).toMatchObject({
      status: 422,
      body: { reason: "Invalid", code: 422, details: { kind: sample.kind, causes: [{ field: "metadata.name" }] } },
    });
  });

  test("a custom resource that its definition does not allow is refused with the field", async () => {
    const room = await subject.room(serviceEntries);
    const { spec, ...draft } = room.draft("it");

    const refused = await post(subject, room.path, { ...draft, spec: { ...(spec as object), resolution: "MAGIC" } });

    expect(refused).toMatchObject({
      status: 422,
      body: {
        reason: "Invalid",
        details: {
          name: "it",
          group: "networking.istio.io",
          kind: "ServiceEntry",
          causes: expect.arrayContaining([expect.objectContaining({ field: "spec.resolution" })]),
        },
      },
    });
  });

  test.each([
    ["a body that is no JSON", "{"],
    ["an object of another kind", JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "it" } })],
  ])("%s is a bad request", async (_, body) => {
    const room = await subject.room(configMaps);

    const refused = await subject.client.request("POST", room.path, { headers: json, body });

    expect(refused).toMatchObject({ status: 400, body: { kind: "Status", reason: "BadRequest", code: 400 } });
  });

  test.each([
    ["PUT", "/api/v1/namespaces"],
    ["PATCH", "/api/v1/namespaces"],
    ["POST", "/api/v1/namespaces/default"],
  ])("%s is not allowed on %s", async (method, path) => {
    const refused = await subject.client.request(method, path, { headers: json, body: "{}" });

    expect(refused).toMatchObject({ status: 405, body: { kind: "Status", reason: "MethodNotAllowed", code: 405 } });
  });

  test.each([
    ["POST", "/api/v1/namespaces", "text/plain"],
    ["PATCH", "/api/v1/namespaces/default", "application/json"],
  ])("%s %s does not understand %s", async (method, path, contentType) => {
    const refused = await subject.client.request(method, path, {
      headers: { "content-type": contentType },
      body: "{}",
    });

    expect(refused).toMatchObject({ status: 415, body: { kind: "Status", reason: "UnsupportedMediaType", code: 415 } });
  });

  test.each([
    ["limit", "many"],
    ["resourceVersion", "new"],
    ["continue", "anywhere"],
  ])("a list with %s=%s is a bad request", async (name, value) => {
    const refused = await subject.client.request("GET", "/api/v1/namespaces", { query: { [name]: value } });

    expect(refused).toMatchObject({ status: 400, body: { kind: "Status", reason: "BadRequest", code: 400 } });
  });
}

function post({ client }: Subject, path: string, draft: object): ReturnType<KubeClient["request"]> {
  return client.request("POST", path, { headers: json, body: JSON.stringify(draft) });
}
