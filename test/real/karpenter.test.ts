import { describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { KubeClient } from "../support/kube-client.ts";
import type { KubeDraft, KubeObject } from "../support/kube-wire.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { startKarpenter } from "./support/karpenter.ts";
import { createUnschedulable, makeReady, runOn } from "./support/stand-ins.ts";
import { withoutTools } from "./support/tools.ts";

const nodeClaims = "/apis/karpenter.sh/v1/nodeclaims";
const kwok = "karpenter.kwok.sh";
const withinMs = 60_000;

/** What each event of Karpenter has: it writes them by the older API, of which the newer one gives `reportingController`. */
const byKarpenter = { source: { component: "karpenter" }, reportingComponent: "karpenter", eventTime: null, count: 1 };

describe.skipIf(withoutTools)("a real Karpenter", () => {
  test("makes a node for a pod that no node is good for, and says which and why none", async () => {
    await using plane = await startControlPlane({ crds: true });
    await using client = new KubeClient(plane);
    await using _karpenter = await startKarpenter(plane);
    await createNodeClass(client);
    await createNodePool(client, "general");
    await createNodePool(client, "dedicated", [{ key: "dedicated", value: "x", effect: "NoSchedule" }]);

    await createUnschedulable(client, pod("fits", { team: "general" }));
    await createUnschedulable(client, pod("fits-nowhere", { color: "blue" }));

    const nominated = await eventOf(client, "Pod", "fits", "Nominated");
    const failed = await eventOf(client, "Pod", "fits-nowhere", "FailedScheduling");
    const claim = claimIn(nominated);
    expect(nominated).toMatchObject({
      ...byKarpenter,
      type: "Normal",
      involvedObject: { apiVersion: "v1", kind: "Pod", namespace: "default", name: "fits" },
      message: `Pod should schedule on: nodeclaim/${claim}`,
    });
    expect(failed).toMatchObject({
      ...byKarpenter,
      type: "Warning",
      message: expect.stringMatching(/^Failed to schedule pod, /),
    });
    expect(String(failed["message"]).slice("Failed to schedule pod, ".length).split("; ").toSorted()).toEqual([
      "did not tolerate taint (taint=dedicated=x:NoSchedule)",
      'incompatible requirements, label "color" does not have known values',
    ]);
    expect((await client.get(`${nodeClaims}/${claim}`)).metadata.labels).toMatchObject({
      "karpenter.sh/nodepool": "general",
      team: "general",
    });
    const node = await nodeOf(client, claim);
    expect((await client.get(`/api/v1/nodes/${node}`)).metadata.labels).toMatchObject({
      "karpenter.sh/nodepool": "general",
    });
  });

  test("says what keeps it from disrupting a node", async () => {
    await using plane = await startControlPlane({ crds: true });
    await using client = new KubeClient(plane);
    await using _karpenter = await startKarpenter(plane);
    await createNodeClass(client);
    await createGuard(client, "guarded");
    for (const name of ["guarded", "free"]) {
      await createNodePool(client, name);
      await createUnschedulable(client, pod(name, { team: name }));
    }

    const nodes = { guarded: await settle(client, "guarded"), free: await settle(client, "free") };

    const blocked = await eventOf(client, "Node", nodes.guarded, "DisruptionBlocked");
    const unconsolidatable = await eventOf(client, "Node", nodes.free, "Unconsolidatable");
    expect(blocked).toMatchObject({
      ...byKarpenter,
      type: "Normal",
      metadata: { namespace: "default" },
      involvedObject: { apiVersion: "v1", kind: "Node", name: nodes.guarded },
      message: "Pdb prevents pod evictions (PodDisruptionBudget=[default/guarded])",
    });
    expect(blocked["involvedObject"]).not.toHaveProperty("namespace");
    expect(unconsolidatable).toMatchObject({ ...byKarpenter, message: "Can't replace with a cheaper node" });
  });
});

/** Has the pod run on the node that Karpenter made for it; gives that node's name. */
async function settle(client: KubeClient, name: string): Promise<string> {
  const node = await nodeOf(client, claimIn(await eventOf(client, "Pod", name, "Nominated")));
  await makeReady(client, node);
  await runOn(client, node, "default", name);
  return node;
}

function claimIn({ message }: KubeObject): string {
  return /nodeclaim\/([a-z0-9-]+)/.exec(String(message))?.[1] ?? "";
}

/** The name of the node of a claim, once that is registered: what is made ready before is not taken for it. */
function nodeOf(client: KubeClient, claim: string): Promise<string> {
  const attempt = async (): Promise<string> => {
    const { status } = await client.get(`${nodeClaims}/${claim}`);
    expect(status).toMatchObject({ conditions: expect.arrayContaining([expect.objectContaining(registered)]) });
    return (status as { readonly nodeName: string }).nodeName;
  };
  return eventually(`the node of ${claim} is registered`, attempt, { withinMs });
}

const registered = { type: "Registered", status: "True" };

function eventOf(client: KubeClient, kind: string, name: string, reason: string): Promise<KubeObject> {
  const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name},reason=${reason}`;
  const attempt = async (): Promise<KubeObject> => {
    const [event] = (await client.list("/api/v1/events", { fieldSelector })).items;
    if (event === undefined) throw new Error(`there is no event ${reason} of ${kind} ${name}`);
    return event;
  };
  return eventually(`${reason} of ${kind} ${name}`, attempt, { withinMs });
}

/** The class of all nodes. */
async function createNodeClass(client: KubeClient): Promise<void> {
  const apiVersion = `${kwok}/v1alpha1`;
  const nodeClass = { apiVersion, kind: "KWOKNodeClass", metadata: { name: "default" } };
  await client.create(`/apis/${apiVersion}/kwoknodeclasses`, nodeClass);
}

/** A pool whose nodes bear its name as their team. It is ready: of others Karpenter says nothing. */
async function createNodePool(client: KubeClient, name: string, taints: readonly object[] = []): Promise<void> {
  const requirements = [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] }];
  const nodeClassRef = { group: kwok, kind: "KWOKNodeClass", name: "default" };
  await client.create("/apis/karpenter.sh/v1/nodepools", {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: {
      template: {
        metadata: { labels: { team: name } },
        spec: { requirements, nodeClassRef, taints, expireAfter: "Never" },
      },
      disruption: { consolidationPolicy: "WhenEmptyOrUnderutilized", consolidateAfter: "1s" },
    },
  });
  const attempt = async (): Promise<void> => {
    const { status } = await client.get(`/apis/karpenter.sh/v1/nodepools/${name}`);
    expect(status).toMatchObject({ conditions: expect.arrayContaining([expect.objectContaining(ready)]) });
  };
  await eventually(`the pool ${name} is ready`, attempt, { withinMs });
}

const ready = { type: "Ready", status: "True" };

function pod(name: string, nodeSelector: Readonly<Record<string, string>>): KubeDraft {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", labels: { app: name } },
    spec: { nodeSelector, containers: [{ name: "a", image: "a", resources: { requests: { cpu: "1" } } }] },
  };
}

/** A budget that lets no pod of that app go. */
async function createGuard(client: KubeClient, app: string): Promise<void> {
  await client.create("/apis/policy/v1/namespaces/default/poddisruptionbudgets", {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: app },
    spec: { maxUnavailable: 0, selector: { matchLabels: { app } } },
  });
}
