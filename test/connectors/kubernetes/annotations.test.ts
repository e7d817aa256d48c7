import { expect, test } from "vitest";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";
import { namespace } from "../../../connectors/kubernetes/kinds/namespace.ts";

const copies = {
  "kubectl.kubernetes.io/last-applied-configuration": "{}",
  "kapp.k14s.io/original": "{}",
  "objectset.rio.cattle.io/applied": "H4sI",
};

function annotationsOf(annotations: object): object {
  const metadata = { name: "a", uid: "u", resourceVersion: "1", annotations };
  return new Decoder("eu-1").decode(namespace, { metadata }).annotations;
}

test("copies of the whole object, which tools keep in annotations, are not kept", () => {
  expect(annotationsOf({ ...copies, owner: "shop" })).toEqual({ owner: "shop" });
  expect(annotationsOf(copies)).toEqual({});
});
