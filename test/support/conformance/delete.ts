import { expect, test } from "vitest";
import type { KubeObject } from "../kube-wire.ts";
import { configMaps, samples, serviceEntries } from "./samples.ts";
import type { Subject } from "./subject.ts";

const absentUid = "00000000-0000-4000-8000-000000000000";

export function deleteConformance(subject: Subject): void {
  test.each(samples.filter(({ removable }) => removable))("a deleted object of $plural is gone", async (sample) => {
    const room = await subject.room(sample);
    await room.create("it");

    await room.delete("it");

    expect((await subject.client.request("GET", room.pathOf("it"))).status).toBe(404);
    expect((await subject.client.list(room.path, room.query)).items).toEqual([]);
  });

  test.each([configMaps, serviceEntries])(
    "the answer to a delete of $plural names what was deleted",
    async (sample) => {
      const room = await subject.room(sample);
      const { metadata } = await room.create("it");

      const answer = await subject.client.delete(room.pathOf("it"));

      expect(answer).toMatchObject({
        kind: "Status",
        status: "Success",
        details: { name: "it", kind: sample.plural, uid: metadata.uid },
      });
    },
  );

  test("a deleted namespace is marked, and takes nothing new", async () => {
    const namespace = await subject.namespace();

    await subject.client.delete(`/api/v1/namespaces/${namespace}`);

    const [found, created] = await Promise.all([
      subject.client.request("GET", `/api/v1/namespaces/${namespace}`),
      subject.client.request("POST", `/api/v1/namespaces/${namespace}/configmaps`, {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(configMaps.draft("it", namespace)),
      }),
    ]);
    // Where its controller runs, it may be gone already.
    expect(found.status === 404 || isTerminating(found.body)).toBe(true);
    expect([403, 404]).toContain(created.status);
  });

  test.each([configMaps, serviceEntries])(
    "a delete of another object of $plural under that name is refused",
    async (sample) => {
      const room = await subject.room(sample);
      const { metadata } = await room.create("it");
      const remove = (uid: string) => subject.client.delete(room.pathOf("it"), { preconditions: { uid } });

      await expect(remove(absentUid)).rejects.toMatchObject({
        status: { code: 409, reason: "Conflict", details: { name: "it" } },
      });
      await remove(metadata.uid);

      expect((await subject.client.request("GET", room.pathOf("it"))).status).toBe(404);
    },
  );

  test.each([configMaps, serviceEntries])("a delete of $plural that have changed since is refused", async (sample) => {
    const room = await subject.room(sample);
    const old = await room.create("it");
    const present = await room.touch("it", "changed");
    const remove = (resourceVersion: string) =>
      subject.client.delete(room.pathOf("it"), { preconditions: { resourceVersion } });

    await expect(remove(old.metadata.resourceVersion)).rejects.toMatchObject({
      status: { code: 409, reason: "Conflict" },
    });
    await remove(present.metadata.resourceVersion);

    expect((await subject.client.request("GET", room.pathOf("it"))).status).toBe(404);
  });

  test.each([configMaps, serviceEntries])("a dry run of a delete of $plural deletes nothing", async (sample) => {
    const room = await subject.room(sample);
    const created = await room.create("it");

    await subject.client.delete(room.pathOf("it"), { dryRun: ["All"] });
    const answer = await subject.client.request("DELETE", room.pathOf("it"), { query: { dryRun: "All" } });

    expect(answer.status).toBe(200);
    expect(await subject.client.get(room.pathOf("it"))).toEqual(created);
  });
}

function isTerminating(body: unknown): boolean {
  const { metadata, status } = body as KubeObject & { readonly status?: { readonly phase?: string } };
  return metadata.deletionTimestamp !== undefined && status?.phase === "Terminating";
}
