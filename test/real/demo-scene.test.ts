import { describe, expect, test, vi } from "vitest";
import { builtinResources } from "../../src/demo/builtin-resources.ts";
import { readDefinition } from "../../src/demo/definition.ts";
import { allDefinitions } from "../../src/demo/definitions/index.ts";
import { sameJson, without, type JsonObject } from "../../src/demo/json.ts";
import type { KubeObject } from "../../src/demo/kube-object.ts";
import { apiVersionOf, type Resource } from "../../src/demo/resource.ts";
import { clusterScripts } from "../../src/demo/scene/cluster/clusters.ts";
import { createScene } from "../../src/demo/scene/scene.ts";
import { createStage } from "../../src/demo/scene/stage.ts";
import { createRandom } from "../../src/lib/random.ts";
import { KubeClient, type KubeAnswer } from "../support/kube-client.ts";
import { kubePath } from "../support/kube-path.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { withoutTools } from "./support/tools.ts";

// A control plane takes seconds to start, and takes two hundred objects one by one.
vi.setConfig({ testTimeout: 120_000 });

const resources = [...builtinResources, ...allDefinitions.map(readDefinition)];

/** The resource of an object, by whatever version it is written in. */
function resourceOf({ apiVersion, kind }: KubeObject): Resource {
  const found = resources.find(
    ({ group, kind: own, versions }) =>
      own === kind && versions.some(({ name }) => apiVersionOf(group, name) === apiVersion),
  );
  if (found === undefined) throw new Error(`nothing serves ${kind} of ${apiVersion}`);
  return found;
}

/** The object as somebody writes it who makes it: without what a server says of it. */
function draftOf(object: KubeObject): KubeObject {
  const { metadata } = object;
  const { name, namespace, labels, annotations, finalizers } = metadata;
  const given = Object.entries({ name, namespace, labels, annotations, finalizers });
  return {
    ...without(object, "status"),
    metadata: Object.fromEntries(given.filter(([, value]) => value !== undefined)),
  } as KubeObject;
}

/** What must be the same. A new node is not ready, and admission says so by a taint. */
function comparable(object: KubeObject): KubeObject {
  const draft = draftOf(object);
  return draft.kind === "Node" ? { ...draft, spec: without(draft["spec"] as JsonObject, "taints") } : draft;
}

describe.skipIf(withoutTools)("a real control plane", () => {
  test.each(clusterScripts)("takes every object of $plan.name as it is", async (script) => {
    await using plane = await startControlPlane({
      crds: true,
      apiServer: { "service-cluster-ip-range": "172.20.0.0/16" },
    });
    await using client = new KubeClient(plane);
    const { objects } = createScene(script, createStage(script.plan, createRandom(1), Date.now));
    const refused: string[] = [];
    const changed: unknown[] = [];
    const note = (what: string, { status, body }: KubeAnswer): void => {
      if (status >= 300) refused.push(`${what}: ${status} ${(body as { message?: string }).message}`);
    };
    const send = (method: string, path: string, body: object): Promise<KubeAnswer> =>
      client.request(method, path, {
        query: { fieldValidation: "Strict" },
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });

    // Webhooks that nobody answers would refuse every pod.
    const isWebhook = ({ kind }: KubeObject): boolean => kind === "MutatingWebhookConfiguration";
    const made = objects.filter(({ kind }) => kind !== "CustomResourceDefinition");
    for (const object of [...made.filter((each) => !isWebhook(each)), ...made.filter(isWebhook)]) {
      const { apiVersion, kind, metadata, status } = object;
      const { plural, namespaced, versions } = resourceOf(object);
      const path = kubePath({ apiVersion, plural, namespaced }, metadata.namespace);
      const created = await send("POST", path, draftOf(object));
      // Some are there from the beginning, as in every cluster.
      if (created.status !== 409) note(`${kind} ${metadata.name}`, created);
      if (created.status < 300 && !sameJson(comparable(created.body as KubeObject), comparable(object)))
        changed.push([comparable(created.body as KubeObject), comparable(object)]);
      if (created.status >= 300 || status === undefined || !versions[0]?.status) continue;
      const whole = { ...(created.body as object), status };
      note(`status of ${kind} ${metadata.name}`, await send("PUT", `${path}/${metadata.name}/status`, whole));
    }

    expect(refused).toEqual([]);
    // The server has nothing to add, and nothing to leave out.
    expect(changed).toEqual([]);
  });
});
