import { expect } from "vitest";
import { eventually } from "../../support/eventually.ts";
import type { GraphAnswer } from "../../support/graph-client.ts";
import { ask, EventReader } from "../../support/graph-client.ts";
import { KubeClient } from "../../support/kube-client.ts";
import type { KubeObject } from "../../support/kube-wire.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import type { ControlPlane } from "../support/control-plane.ts";
import { startControlPlane } from "../support/control-plane.ts";
import { startGateway } from "../support/gateway.ts";
import { startKarpenter } from "../support/karpenter.ts";
import { makeReady, runOn } from "../support/stand-ins.ts";
import { paths } from "./drafts.ts";
import { storyTaint } from "./story-pools.ts";

const CHANGES = `subscription {
  changes(filter: { types: ["NodeClaim"] }) {
    cursor
    events { kind id node { ... on NodeClaim { conditions { type status } timeline { type status reason } } } }
  }
}`;

/** How long Karpenter may take for what it does at once; its disruption waits on top of that 10 s for its turn and 15 s for a change of mind. */
export const patience = { withinMs: 40_000, everyMs: 100 };

/** A control plane with a real Karpenter and a gateway over it, of which the cluster is `eu-1`. */
export class Stage implements AsyncDisposable {
  readonly client: KubeClient;
  readonly claims: EventReader;
  readonly #url: string;
  readonly #plane: ControlPlane;
  readonly #stack: AsyncDisposableStack;
  #karpenter: AsyncDisposable;

  private constructor(
    plane: ControlPlane,
    client: KubeClient,
    url: string,
    karpenter: AsyncDisposable,
    stack: AsyncDisposableStack,
  ) {
    this.#plane = plane;
    this.client = client;
    this.#url = url;
    this.#karpenter = karpenter;
    this.claims = stack.use(new EventReader(url, CHANGES));
    this.#stack = stack;
  }

  static async start(): Promise<Stage> {
    await using stack = new AsyncDisposableStack();
    const plane = stack.use(await startControlPlane({ crds: true }));
    const client = stack.use(new KubeClient(plane));
    const gateway = stack.use(await startGateway(stack.use(await temporaryFolder()), { "eu-1": plane }));
    const karpenter = await startKarpenter(plane);
    return new Stage(plane, client, gateway.url, karpenter, stack.move());
  }

  /** Karpenter forgets what it has said and expects, and finds what was done while it was away. */
  async restartKarpenter(meanwhile: () => Promise<void>): Promise<void> {
    await this.#karpenter[Symbol.asyncDispose]();
    await meanwhile();
    this.#karpenter = await startKarpenter(this.#plane);
  }

  ask(query: string, variables: object = {}): Promise<GraphAnswer> {
    return ask(this.#url, query, variables);
  }

  /** Why a pod waits. */
  async pendingOf(name: string, namespace = "default"): Promise<GraphAnswer> {
    const { pod } = await this.ask(
      `query ($namespace: String!, $name: String!) { pod(cluster: "eu-1", namespace: $namespace, name: $name) { pending {
        reason message confidence nominatedNodeClaim { name } nodePool { name }
        pools { name verdict subject } causes { from code pool subject message }
      } } }`,
      { namespace, name },
    );
    return pod?.pending ?? null;
  }

  /** What of a node may take it away, by the reason. */
  async disruptionOf(name: string): Promise<GraphAnswer> {
    const { kubernetesNode } = await this.ask(
      `query ($name: String!) { kubernetesNode(cluster: "eu-1", name: $name) { disruption { note reasons {
        reason eligible blockedBy { code evidence message object { id } }
      } } } }`,
      { name },
    );
    const reasons: readonly GraphAnswer[] = kubernetesNode?.disruption.reasons ?? [];
    return Object.fromEntries(reasons.map((possible) => [possible.reason, possible]));
  }

  /** The claim of a pool of one node, once it is registered. */
  claimOf(pool: string): Promise<KubeObject> {
    const attempt = async (): Promise<KubeObject> => {
      const claims = await this.client.list(paths.nodeClaims, { labelSelector: `karpenter.sh/nodepool=${pool}` });
      const [claim] = claims.items;
      if (claim === undefined) throw new Error(`there is no claim of ${pool}`);
      const registered = expect.objectContaining({ type: "Registered", status: "True" });
      expect(claim["status"]).toMatchObject({ conditions: expect.arrayContaining([registered]) });
      return claim;
    };
    return eventually(`the claim of ${pool} is registered`, attempt, patience);
  }

  /** Has the pod of a pool's name run on the pool's node; gives that node's name. */
  async settle(pool: string): Promise<string> {
    const { status } = await this.claimOf(pool);
    const { nodeName } = status as { readonly nodeName: string };
    await makeReady(this.client, nodeName);
    await this.client.patch(`/api/v1/nodes/${nodeName}`, { spec: { taints: [storyTaint] } });
    await runOn(this.client, nodeName, "default", pool);
    return nodeName;
  }

  /** What was said of an object with a reason, in such words where some are given; waits until it is. */
  eventOf(kind: string, name: string, reason: string, words = ""): Promise<string> {
    const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name},reason=${reason}`;
    const attempt = async (): Promise<string> => {
      const { items } = await this.client.list("/api/v1/events", { fieldSelector });
      const said = items.map(({ message }) => String(message)).findLast((message) => message.startsWith(words));
      if (said === undefined) throw new Error(`there is no event ${reason} of ${kind} ${name}: ${words}`);
      return said;
    };
    return eventually(`${reason} of ${kind} ${name}`, attempt, patience);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#karpenter[Symbol.asyncDispose]();
    await this.#stack.disposeAsync();
  }
}
