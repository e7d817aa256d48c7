import { expect, test } from "vitest";
import type { KubeAnswer } from "../kube-client.ts";
import type { KubeDraft, KubeObject } from "../kube-wire.ts";
import { configMaps, serviceEntries } from "./samples.ts";
import type { Room, Subject } from "./subject.ts";

type Fields = Readonly<Record<string, unknown>>;

const paint = (colour: string): Fields => ({ data: { colour } });
const route = (host: string): Fields => ({ spec: { hosts: [host] } });

/** What a test applies: two states of one field, and that field's name. */
const cases = [
  { sample: configMaps, plural: configMaps.plural, red: paint("red"), blue: paint("blue"), field: ".data.colour" },
  {
    sample: serviceEntries,
    plural: serviceEntries.plural,
    red: route("red.example"),
    blue: route("blue.example"),
    field: ".spec.hosts",
  },
];

export function applyConformance(subject: Subject): void {
  test.each(cases)("an apply of $plural creates what is not there, and owns it", async ({ sample, red }) => {
    const room = await subject.room(sample);

    const { status, body } = await apply(subject, room, "one", red);

    expect(status).toBe(201);
    expect(body).toMatchObject(red);
    expect(managersOf(body)).toEqual(["one Apply"]);
  });

  test.each(cases)("an apply of $plural that changes nothing writes nothing", async ({ sample, red }) => {
    const room = await subject.room(sample);
    const first = await apply(subject, room, "one", red);

    const second = await apply(subject, room, "one", red);

    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
  });

  test.each(cases)("an apply of $plural changes what its manager owns", async ({ sample, red, blue }) => {
    const room = await subject.room(sample);
    const first = await apply(subject, room, "one", red);

    const second = await apply(subject, room, "one", blue);

    expect(second.status).toBe(200);
    expect(second.body).toMatchObject(blue);
    expect(versionOf(second.body)).toBeGreaterThan(versionOf(first.body));
    expect(await subject.client.get(room.pathOf("it"))).toEqual(second.body);
  });

  test.each(cases)(
    "an apply of $plural that another manager's field stands against names both",
    async ({ sample, red, blue, field }) => {
      const room = await subject.room(sample);
      const { body: kept } = await apply(subject, room, "one", red);

      const refused = await apply(subject, room, "two", blue);

      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({
        kind: "Status",
        reason: "Conflict",
        code: 409,
        details: {
          causes: [{ reason: "FieldManagerConflict", field, message: expect.stringContaining('conflict with "one"') }],
        },
      });
      expect(await subject.client.get(room.pathOf("it"))).toEqual(kept);
    },
  );

  test.each(cases)("an apply of $plural by force takes the field over", async ({ sample, red, blue }) => {
    const room = await subject.room(sample);
    await apply(subject, room, "one", red);

    const taken = await apply(subject, room, "two", blue, { force: true });
    const refused = await apply(subject, room, "one", red);

    expect(taken.status).toBe(200);
    expect(taken.body).toMatchObject(blue);
    expect(managersOf(taken.body)).toContain("two Apply");
    expect(refused).toMatchObject({
      status: 409,
      body: { details: { causes: [{ message: expect.stringContaining('"two"') }] } },
    });
  });

  test.each(cases)("two managers may share a field of $plural that they agree on", async ({ sample, red }) => {
    const room = await subject.room(sample);
    await apply(subject, room, "one", red);

    const { status, body } = await apply(subject, room, "two", red);

    expect(status).toBe(200);
    expect(managersOf(body)).toEqual(["one Apply", "two Apply"]);
  });

  test("a field that its manager no longer applies goes, others' stay", async () => {
    const room = await subject.room(configMaps);
    await apply(subject, room, "one", { data: { colour: "red", size: "small" } });
    await apply(subject, room, "two", { data: { shape: "round" } });

    const { body } = await apply(subject, room, "one", { data: { size: "small" } });

    expect(body).toMatchObject({ data: { size: "small", shape: "round" } });
    expect((body as KubeObject)["data"]).not.toHaveProperty("colour");
  });

  test("a field that is no longer applied stays while another manager applies it", async () => {
    const room = await subject.room(configMaps);
    await apply(subject, room, "one", paint("red"));
    await apply(subject, room, "two", paint("red"));

    const { body } = await apply(subject, room, "one", {});

    expect(body).toMatchObject(paint("red"));
    expect(managersOf(body)).toEqual(["two Apply"]);
  });

  test.each(cases)(
    "a dry run of an apply of $plural tells what would be and changes nothing",
    async ({ sample, red, blue }) => {
      const room = await subject.room(sample);
      const dryRun = { dryRun: "All" };

      const creating = await apply(subject, room, "one", red, dryRun);
      const missing = await subject.client.request("GET", room.pathOf("it"));
      const { body: kept } = await apply(subject, room, "one", red);
      const changing = await apply(subject, room, "one", blue, dryRun);
      const conflicting = await apply(subject, room, "two", blue, dryRun);

      expect(creating).toMatchObject({ status: 201, body: red });
      expect(missing.status).toBe(404);
      expect(changing).toMatchObject({ status: 200, body: blue });
      expect(conflicting.status).toBe(409);
      expect(await subject.client.get(room.pathOf("it"))).toEqual(kept);
    },
  );

  test.each(cases)(
    "an apply of $plural onto a resourceVersion that is over is a conflict",
    async ({ sample, red, blue }) => {
      const room = await subject.room(sample);
      const { body: old } = await apply(subject, room, "one", red);
      await apply(subject, room, "one", blue);

      const { resourceVersion } = (old as KubeObject).metadata;
      const refused = await apply(subject, room, "one", red, {}, { resourceVersion });

      expect(refused).toMatchObject({ status: 409, body: { reason: "Conflict", details: { kind: sample.plural } } });
    },
  );

  test("an apply must name its manager", async () => {
    const room = await subject.room(configMaps);

    const refused = await subject.client.request("PATCH", room.pathOf("it"), {
      headers: { "content-type": "application/apply-patch+yaml" },
      body: JSON.stringify(room.draft("it")),
    });

    expect(refused).toMatchObject({
      status: 422,
      body: { reason: "Invalid", details: { causes: [{ field: "fieldManager" }] } },
    });
  });

  test("an apply must not say who owns what", async () => {
    const room = await subject.room(configMaps);
    const managedFields = [{ manager: "one", operation: "Apply", fieldsV1: {} }];

    const refused = await apply(subject, room, "one", paint("red"), {}, { managedFields });

    expect(refused).toMatchObject({ status: 400, body: { reason: "BadRequest" } });
  });

  test("an apply in a namespace that is not there finds nothing", async () => {
    const refused = await subject.client.request("PATCH", "/api/v1/namespaces/no-such-namespace/configmaps/it", {
      query: { fieldManager: "one" },
      headers: { "content-type": "application/apply-patch+yaml" },
      body: JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "it" } }),
    });

    expect(refused).toMatchObject({
      status: 404,
      body: { reason: "NotFound", details: { kind: "namespaces", name: "no-such-namespace" } },
    });
  });
}

/** Applies the given fields, and those without which the object would not be valid, to the object "it" of the room. */
function apply(
  { client }: Subject,
  room: Room,
  fieldManager: string,
  fields: Fields,
  query: Readonly<Record<string, string | boolean>> = {},
  metadata: Partial<KubeDraft["metadata"]> = {},
): Promise<KubeAnswer> {
  const { apiVersion, kind, spec } = room.draft("it");
  const draft = { apiVersion, kind, metadata: { name: "it", ...metadata }, ...fields };
  const whole = spec === undefined ? draft : { ...draft, spec: { ...spec, ...(fields["spec"] as object) } };
  return client.request("PATCH", room.pathOf("it"), {
    query: { fieldManager, ...query },
    headers: { "content-type": "application/apply-patch+yaml" },
    body: JSON.stringify(whole),
  });
}

function managersOf(body: unknown): string[] {
  const { managedFields = [] } = (body as KubeObject).metadata;
  return managedFields.map(({ manager, operation }) => `${manager} ${operation}`).toSorted();
}

function versionOf(body: unknown): number {
  return Number((body as KubeObject).metadata.resourceVersion);
}
