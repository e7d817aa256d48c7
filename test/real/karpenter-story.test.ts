import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import type { GraphAnswer } from "../support/graph-client.ts";
import type { Comparison } from "./karpenter/comparison.ts";
import { compare, summaryOf } from "./karpenter/comparison.ts";
import { decisionsOf } from "./karpenter/decisions.ts";
import { guardDraft, nodeClassDraft, nodePoolDraft, paths, podDraft } from "./karpenter/drafts.ts";
import { chosenAs, idOf, stageOf, stages } from "./karpenter/life.ts";
import { randomNamespace, randomPods, randomPools } from "./karpenter/random-world.ts";
import { patience, Stage } from "./karpenter/stage.ts";
import { onDemand, running, served, storyPools, storyTaint } from "./karpenter/story-pools.ts";
import { createUnschedulable } from "./support/stand-ins.ts";
import { withoutTools } from "./support/tools.ts";

const SEED = Number(process.env["JUDGE_SEED"] ?? 7);
const PODS = 85;

describe.skipIf(withoutTools)("the graph against a real Karpenter", () => {
  let stage: Stage;
  const nodes = new Map<string, string>();
  const claims: string[] = [];

  beforeAll(async () => {
    stage = await Stage.start();
    const { client } = stage;
    await client.create(paths.nodeClasses, nodeClassDraft("default"));
    await client.create(paths.nodeClasses, nodeClassDraft("slow", "2s"));
    for (const [name, parts] of Object.entries(storyPools)) {
      const own = { labels: { team: name }, taints: [storyTaint], requirements: [onDemand] };
      await client.create(paths.nodePools, nodePoolDraft(name, { ...own, ...parts }));
    }
    await client.create(paths.podBudgets, guardDraft("guarded"));
    for (const pool of served) await createPod(pool, pool);
  });

  afterAll(() => stage?.[Symbol.asyncDispose]());

  async function createPod(name: string, team: string, more: object = {}, cpu = "1500m"): Promise<void> {
    const annotations = { ...(name === "kept" && { "karpenter.sh/do-not-disrupt": "true" }) };
    const metadata = { name, namespace: "default", labels: { app: name }, annotations };
    const tolerations = [{ key: "story", operator: "Exists" }];
    await createUnschedulable(
      stage.client,
      podDraft(metadata, { cpu }, { tolerations, nodeSelector: { team, ...more } }),
    );
  }

  test.each(served)("of the pod %s it says which claim of which pool Karpenter made for it", async (name) => {
    const said = await stage.eventOf("Pod", name, "Nominated");
    const { metadata } = await stage.claimOf(name);

    expect(said).toBe(`Pod should schedule on: nodeclaim/${metadata.name}`);
    await eventually(
      "the graph says so",
      async () => {
        expect(await stage.pendingOf(name)).toMatchObject({
          reason: "NODE_COMING",
          message: expect.stringContaining(`NodeClaim ${metadata.name} of pool ${name}, which has joined the cluster`),
          confidence: "OBSERVED",
          nominatedNodeClaim: { name: metadata.name },
          nodePool: { name },
          pools: [],
        });
      },
      patience,
    );
  });

  test("of each node it says who made it, of which claim and pool, and what that uses", async () => {
    for (const name of running) nodes.set(name, await stage.settle(name));
    await Promise.all(served.map((name) => usageIsTold(name)));
    for (const name of served) {
      const claim = await stage.claimOf(name);
      const { nodeName } = claim["status"] as { readonly nodeName: string };
      const { kubernetesNode } = await stage.ask(
        `query ($nodeName: String!) { kubernetesNode(cluster: "eu-1", name: $nodeName) {
          provisioner nodePool { name } nodeClaim { name node { name } nodePool { name } }
        } }`,
        { nodeName },
      );
      expect(kubernetesNode).toEqual({
        provisioner: "KARPENTER",
        nodePool: { name },
        nodeClaim: { name: claim.metadata.name, node: { name: nodeName }, nodePool: { name } },
      });
    }
  });

  async function usageIsTold(name: string): Promise<void> {
    await eventually(
      `the usage of ${name} is told`,
      async () => {
        const { spec, status } = (await stage.client.get(`${paths.nodePools}/${name}`)) as GraphAnswer;
        const { nodePool } = await stage.ask(
          `query ($name: String!) { nodePool(cluster: "eu-1", name: $name) {
            usage { resource used limit } allowedDisruptions { reason allowed } kubernetesNodes { totalCount }
          } }`,
          { name },
        );
        expect(status.resources.nodes).toBe("1");
        expect(Object.fromEntries(nodePool.usage.map(({ resource, used }: GraphAnswer) => [resource, used]))).toEqual(
          status.resources,
        );
        const limited = nodePool.usage.filter(({ limit }: GraphAnswer) => limit !== null);
        expect(limited.map(({ resource, limit }: GraphAnswer) => [resource, limit])).toEqual(
          Object.entries(spec.limits ?? {}),
        );
        expect(nodePool.kubernetesNodes.totalCount).toBe(1);
        if (!running.includes(name)) return;
        const allowed = name === "frozen" ? 0 : 1;
        expect(nodePool.allowedDisruptions.map((each: GraphAnswer) => each.allowed)).toEqual([
          allowed,
          allowed,
          allowed,
        ]);
      },
      patience,
    );
  }

  test.each<[string, string, object, string, readonly [string, string | null], readonly [string, string | null]]>([
    ["too-much", "capped", {}, "1500m", ["LIMIT_EXCEEDED", "cpu"], ["LIMIT_EXCEEDED", null]],
    ["too-many", "counted", {}, "1500m", ["LIMIT_EXCEEDED", "nodes"], ["LIMIT_EXCEEDED", null]],
    [
      "untolerated",
      "dedicated",
      {},
      "1",
      ["TAINT_NOT_TOLERATED", "dedicated=x:NoSchedule"],
      ["TAINT_NOT_TOLERATED", "dedicated=x:NoSchedule"],
    ],
    ["blue", "general", { color: "blue" }, "1", ["REQUIREMENT_CONFLICT", "color"], ["REQUIREMENT_CONFLICT", "color"]],
    [
      "spot",
      "general",
      { "karpenter.sh/capacity-type": "spot" },
      "1",
      ["REQUIREMENT_CONFLICT", "karpenter.sh/capacity-type"],
      ["REQUIREMENT_CONFLICT", "karpenter.sh/capacity-type"],
    ],
    ["huge", "general", {}, "1000", ["REFUSED", null], ["INSTANCE_TYPE_TOO_SMALL", null]],
    ["early", "broken", {}, "1", ["POOL_NOT_READY", "NodeClassReady"], ["REQUIREMENT_CONFLICT", "team"]],
  ])("of the pod %s it says why the pool %s does not serve it", async (name, pool, more, cpu, answer, cause) => {
    await createPod(name, pool, more, cpu);
    const said = await stage.eventOf("Pod", name, "FailedScheduling");
    const pending = await eventually(
      "the graph knows it",
      async () => {
        const told = await stage.pendingOf(name);
        expect(told?.confidence).toBe("CLASSIFIED");
        return told;
      },
      patience,
    );

    const [verdict, subject] = answer;
    expect(pending).toMatchObject({ reason: "NO_POOL_FITS", nominatedNodeClaim: null, nodePool: null });
    expect(pending.pools).toHaveLength(Object.keys(storyPools).length);
    expect(pending.pools).toContainEqual({ name: pool, verdict, subject });
    expect(pending.pools.filter((each: GraphAnswer) => each.verdict === "WOULD_SERVE")).toEqual([]);
    const words = pending.causes.filter(({ from }: GraphAnswer) => from === "KARPENTER");
    expect(new Set(words.map(({ message }: GraphAnswer) => message))).toEqual(
      new Set(said.replace("Failed to schedule pod, ", "").split("; ")),
    );
    const told = words.map((each: GraphAnswer) => [each.code, each.subject]);
    expect(told).toContainEqual(cause);
  });

  test("a Karpenter that begins anew leaves the nodes as they are", async () => {
    // It has said of each node that it is nominated, and would say nothing else of it for two minutes.
    await stage.restartKarpenter(async () => {});
    for (const name of running) expect((await stage.claimOf(name)).metadata.deletionTimestamp).toBeUndefined();
  });

  test.each([
    [
      "guarded",
      ["PDB", "PodDisruptionBudget/eu-1/default/guarded", "OBSERVED"],
      "DisruptionBlocked",
      "Pdb prevents pod evictions (PodDisruptionBudget=[default/guarded])",
    ],
    [
      "kept",
      ["POD_DO_NOT_DISRUPT", "Pod/eu-1/default/kept", "OBSERVED"],
      "DisruptionBlocked",
      'Pod has "karpenter.sh/do-not-disrupt" annotation (Pod=default/kept)',
    ],
    [
      "frozen",
      ["BUDGET", "NodePool/eu-1/frozen", "DERIVED"],
      "DisruptionBlocked",
      "No allowed disruptions for disruption reason Underutilized due to blocking budget",
    ],
    ["free", ["UNCONSOLIDATABLE", null, "OBSERVED"], "Unconsolidatable", "Can't replace with a cheaper node"],
  ])("of the node of %s it says what holds it, as Karpenter does: %j", async (name, blocker, reason, words) => {
    const node = nodes.get(name) ?? "";
    const [kind, object] = name === "frozen" ? ["NodePool", name] : ["Node", node];

    expect(await stage.eventOf(kind, object, reason, words)).toBe(words);
    await eventually(
      "the graph says so",
      async () => {
        const { Underutilized: possible, Empty: empty } = await stage.disruptionOf(node);
        expect(empty).toMatchObject({ eligible: false });
        expect(possible.eligible).toBe(true);
        expect(
          possible.blockedBy.map((each: GraphAnswer) => [each.code, each.object?.id ?? null, each.evidence]),
        ).toEqual([blocker]);
      },
      patience,
    );
  });

  test("it simulates for pods by chance what Karpenter then does", async () => {
    const { client } = stage;
    const drafts = randomPods(SEED, PODS);
    const cpus = new Map(drafts.map(({ metadata, spec }) => [metadata.name, cpuIn(spec)]));
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: randomNamespace } };
    await client.create("/api/v1/namespaces", namespace);
    for (const [name, parts] of Object.entries(randomPools))
      await client.create(paths.nodePools, nodePoolDraft(name, parts));
    await eventually("the pools are ready", poolsAreReady, patience);
    let told = new Map<string, GraphAnswer>();
    await stage.restartKarpenter(async () => {
      await Promise.all(drafts.map((draft) => createUnschedulable(client, draft)));
      told = await eventually("the graph has all pods", () => simulated(drafts.length), patience);
      await release();
    });

    const isToBeServed = (pod: string): boolean => told.get(pod)?.nodePool !== null;
    let before = "";
    const decisions = await eventually(
      "Karpenter has decided",
      async () => {
        const found = await decisionsOf(client, randomNamespace, cpus);
        const open = [...found].filter(
          ([pod, { pool, refusals }]) => pool === null && refusals === null && isToBeServed(pod),
        );
        const now = JSON.stringify([...found]);
        const isStill = now === before;
        before = now;
        expect(open).toEqual([]);
        expect(isStill).toBe(true);
        return found;
      },
      patience,
    );
    const comparisons = [...decisions].map(([pod, decision]) => compare(pod, told.get(pod), decision));
    console.log(summaryOf(comparisons));

    const wrong = ({ verdict, wrongPools }: Comparison): boolean => verdict === "DISAGREED" || wrongPools.length > 0;
    expect(comparisons.filter(wrong)).toEqual([]);
    expect(comparisons.filter(({ verdict }) => verdict === "AGREED").length).toBeGreaterThanOrEqual(60);
  });

  /** Takes away what holds the nodes, their pods included, and has the graph say so. */
  async function release(): Promise<void> {
    const { client } = stage;
    for (const name of running) {
      claims.push((await stage.claimOf(name)).metadata.name);
      await client.delete(`${paths.pods}/${name}`, { gracePeriodSeconds: 0 });
    }
    await emptyIs("frozen", ["BUDGET"]);
    await client.delete(`${paths.podBudgets}/guarded`);
    await client.patch(`${paths.nodePools}/frozen`, { spec: { disruption: { budgets: [{ nodes: "100%" }] } } });
    await Promise.all(running.map((name) => emptyIs(name, [])));
  }

  async function poolsAreReady(): Promise<void> {
    const { nodePools } = await stage.ask(`{ nodePools(first: 100) { nodes { name ready resources } } }`);
    expect(nodePools.nodes).toHaveLength(Object.keys({ ...storyPools, ...randomPools }).length);
    for (const { name, ready, resources } of nodePools.nodes) {
      expect([name, ready]).toEqual([name, name !== "broken" && name !== "r-broken"]);
      expect(resources).not.toBeNull();
    }
  }

  async function simulated(count: number): Promise<Map<string, GraphAnswer>> {
    const { pods } = await stage.ask(
      `query ($namespace: String!) { pods(filter: { namespaces: [$namespace] }, first: 100) { nodes { name pending {
        reason confidence nodePool { name } pools { name verdict subject }
      } } } }`,
      { namespace: randomNamespace },
    );
    const waiting = pods.nodes.filter(({ pending }: GraphAnswer) => pending.reason !== "NOT_SCHEDULED_YET");
    expect(waiting).toHaveLength(count);
    return new Map(waiting.map(({ name, pending }: GraphAnswer) => [name, pending]));
  }

  test("the nodes that it said nothing holds are taken away as empty, and their life was told", async () => {
    const areGone = async (): Promise<void> => {
      for (const name of claims) expect(lifeOf(name).at(-1)).toBe("gone");
    };
    await eventually("Karpenter has taken the nodes away", areGone, patience);

    const { items } = await stage.client.list(paths.nodeClaims);
    expect(items.filter(({ metadata }) => claims.includes(metadata.name))).toEqual([]);
    for (const name of claims) {
      const places = lifeOf(name).map((step) => stages.indexOf(step));
      expect(places).toEqual(places.toSorted((one, other) => one - other));
      expect(stage.claims.events.filter(({ id }) => id === idOf(name)).map(chosenAs)).toContain("Empty");
    }
    // A claim that goes fast may be told in fewer steps than it took.
    expect(new Set(claims.flatMap((name) => lifeOf(name)))).toEqual(new Set(stages));
  });

  async function emptyIs(name: string, codes: readonly string[]): Promise<void> {
    const attempt = async (): Promise<void> => {
      const { Empty } = await stage.disruptionOf(nodes.get(name) ?? "");
      expect(Empty).toMatchObject({ eligible: true });
      expect(Empty.blockedBy.map(({ code }: GraphAnswer) => code)).toEqual(codes);
    };
    await eventually(`the node of ${name} is empty and ${codes.join()} holds it`, attempt, patience);
  }

  /** How far a claim was at each change that the graph told. */
  function lifeOf(name: string): readonly string[] {
    const told = stage.claims.events.filter(({ id }) => id === idOf(name));
    return told.map(({ node }) => (node === null ? "gone" : stageOf(node)));
  }
});

function cpuIn(spec: unknown): string {
  const { containers } = spec as GraphAnswer;
  return containers[0].resources.requests.cpu;
}
