import { describe, expect, inject, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { KubeClient } from "../support/kube-client.ts";
import { kubePath } from "../support/kube-path.ts";
import type { KubeDraft } from "../support/kube-wire.ts";
import { serviceEntries } from "../support/conformance/samples.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { customResourceDefinitions, installCrds, loadCrds } from "./support/install-crds.ts";
import { withoutTools } from "./support/tools.ts";

const name = "serviceentries.networking.istio.io";
const path = kubePath(serviceEntries);

describe.skipIf(withoutTools)("a definition that is deleted while its objects are watched", () => {
  test("has each object deleted and the watch ended; then there is nothing, until it is created again", async () => {
    await using plane = await startControlPlane({ crds: true });
    await using client = new KubeClient(plane);
    const room = kubePath(serviceEntries, "default");
    const created = [
      await client.create(room, serviceEntries.draft("a", "default")),
      await client.create(room, serviceEntries.draft("b", "default")),
    ];
    const { resourceVersion } = (await client.list(path)).metadata;
    await using watch = await client.watch(path, { resourceVersion });

    await client.delete(kubePath(customResourceDefinitions, undefined, name));

    const events = await watch.rest();
    expect(events.map(({ type }) => type)).toEqual(["DELETED", "DELETED"]);
    expect(
      new Set(events.map(({ object }) => object.metadata).map((metadata) => "uid" in metadata && metadata.uid)),
    ).toEqual(new Set(created.map(({ metadata }) => metadata.uid)));
    for (const query of [{}, { watch: true }, { watch: true, resourceVersion }])
      expect(await client.request("GET", path, { query })).toEqual({
        status: 404,
        contentType: "text/plain; charset=utf-8",
        body: "404 page not found\n",
      });

    await eventually("the definition is gone", async () => {
      const { status } = await client.request("GET", kubePath(customResourceDefinitions, undefined, name));
      if (status !== 404) throw new Error(`it is answered ${status}`);
    });
    await installCrds(plane, [await loadDefinition()]);

    expect((await client.list(path)).items).toEqual([]);
    await using again = await client.watch(path, { resourceVersion });
    expect(await again.rest()).toMatchObject([{ type: "ERROR", object: { reason: "Expired", code: 410 } }]);
  });
});

async function loadDefinition(): Promise<KubeDraft> {
  const found = (await loadCrds(inject("tools")?.crds ?? "")).find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`there is no definition ${name}`);
  return found;
}
