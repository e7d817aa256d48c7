import type { KubeDraft } from "../../support/kube-wire.ts";

/** The API group of the class of machines that exist as objects only. */
const kwok = "karpenter.kwok.sh";

export const paths = {
  nodeClasses: `/apis/${kwok}/v1alpha1/kwoknodeclasses`,
  nodePools: "/apis/karpenter.sh/v1/nodepools",
  nodeClaims: "/apis/karpenter.sh/v1/nodeclaims",
  pods: "/api/v1/namespaces/default/pods",
  podBudgets: "/apis/policy/v1/namespaces/default/poddisruptionbudgets",
};

/** What of a pool differs from test to test. */
export interface PoolParts {
  readonly labels?: Readonly<Record<string, string>>;
  readonly requirements?: readonly object[];
  readonly taints?: readonly object[];
  readonly weight?: number;
  readonly limits?: Readonly<Record<string, string>>;
  readonly nodeClass?: string;
  readonly disruption?: object;
}

/** A class of nodes, which join so long after their launch. */
export function nodeClassDraft(name: string, nodeRegistrationDelay = "0s"): KubeDraft {
  return { apiVersion: `${kwok}/v1alpha1`, kind: "KWOKNodeClass", metadata: { name }, spec: { nodeRegistrationDelay } };
}

/** A pool that keeps its nodes unless told otherwise. */
export function nodePoolDraft(name: string, parts: PoolParts = {}): KubeDraft {
  const { labels = {}, requirements = [], taints, weight, limits, nodeClass = "default", disruption } = parts;
  const nodeClassRef = { group: kwok, kind: "KWOKNodeClass", name: nodeClass };
  const spec = { requirements, taints, nodeClassRef, expireAfter: "Never" };
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: {
      weight,
      limits,
      template: { metadata: { labels }, spec },
      disruption: disruption ?? { consolidateAfter: "Never" },
    },
  };
}

/** A pod of one container; the rest of its spec is given. */
export function podDraft(
  metadata: KubeDraft["metadata"],
  requests: Readonly<Record<string, string>>,
  spec: object,
): KubeDraft {
  const containers = [{ name: "a", image: "a", resources: { requests } }];
  return { apiVersion: "v1", kind: "Pod", metadata, spec: { ...spec, containers } };
}

/** A budget that lets no pod of an app go. */
export function guardDraft(app: string): KubeDraft {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: app },
    spec: { maxUnavailable: 0, selector: { matchLabels: { app } } },
  };
}
