import { expect, test } from "vitest";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";
import { namedKinds } from "../../support/kinds.ts";

const metadata = { name: "istio", uid: "u", resourceVersion: "1", labels: { "istio.io/rev": "default" } };
const decoder = new Decoder("eu-1");

test.each(namedKinds.map(({ kind }) => [kind.type.name, kind] as const))(
  "%s: when its grace period ends is told to the second, and null while nobody has asked",
  (_, kind) => {
    const deletionTimestamp = "2026-11-23T09:26:36Z";

    expect(decoder.decode(kind, { metadata: { ...metadata, deletionTimestamp } }).deletionTimestamp).toEqual(
      new Date(deletionTimestamp),
    );
    expect(decoder.decode(kind, { metadata: { ...metadata, deletionTimestamp: null } }).deletionTimestamp).toBeNull();
    expect(decoder.decode(kind, { metadata }).deletionTimestamp).toBeNull();
  },
);

test.each(["soon", 5, {}])("a deletion at %o is refused", (deletionTimestamp) => {
  const [named] = namedKinds;
  if (named === undefined) throw new Error("no kinds");

  expect(() => decoder.decode(named.kind, { metadata: { ...metadata, deletionTimestamp } })).toThrow(
    expect.objectContaining({
      name: "DecodeError",
      message: expect.stringMatching(/^deletionTimestamp:/) as unknown,
    }) as Error,
  );
});
