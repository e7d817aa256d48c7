import type { Random } from "../../../src/lib/random.ts";
import { createRandom } from "../../../src/lib/random.ts";
import type { KubeDraft } from "../../support/kube-wire.ts";
import type { PoolParts } from "./drafts.ts";
import { podDraft } from "./drafts.ts";

const zones = ["test-zone-a", "test-zone-b", "test-zone-c", "test-zone-d"];
const ZONE = "topology.kubernetes.io/zone";
const ARCH = "kubernetes.io/arch";
const CAPACITY = "karpenter.sh/capacity-type";
const POOL = "karpenter.sh/nodepool";

/** Where random pods are. */
export const randomNamespace = "random";

/**
 * Pools that differ in all that the simulation looks at. Their limits are used up from the start, or less than what one of the pods that
 * tolerate the pool asks for, so that it does not matter in which order Karpenter takes the pods.
 */
export const randomPools: Readonly<Record<string, PoolParts>> = {
  "r-full": { weight: 80, limits: { cpu: "0" }, labels: { tier: "gold" } },
  "r-narrow": {
    weight: 60,
    limits: { memory: "100Gi" },
    taints: [{ key: "narrow", value: "yes", effect: "NoSchedule" }],
  },
  "r-gpu": {
    weight: 50,
    labels: { tier: "gold" },
    taints: [{ key: "gpu", value: "a100", effect: "NoSchedule" }],
    requirements: [need(ZONE, "In", "test-zone-a", "test-zone-b")],
  },
  "r-arm": {
    weight: 20,
    requirements: [
      need(ARCH, "In", "arm64"),
      need("tier", "In", "silver", "bronze"),
      need("level", "Gt", "3"),
      need(ZONE, "NotIn", "test-zone-d"),
    ],
  },
  "r-spare": {
    weight: 20,
    limits: { cpu: "100000" },
    taints: [{ key: "spare", effect: "PreferNoSchedule" }],
    requirements: [need(CAPACITY, "In", "spot"), need("tier", "Exists")],
  },
  "r-plain": { requirements: [need(ZONE, "In", "test-zone-c", "test-zone-d"), need(CAPACITY, "In", "on-demand")] },
  "r-broken": { weight: 90, nodeClass: "absent" },
};

/**
 * Pods with demands by chance. None goes on a node with another of them, so that each needs a node of its own, and asks for as many thousandths of a
 * CPU as its number says, from 101 on: this tells whose a NodeClaim is.
 */
export function randomPods(seed: number, count: number): readonly KubeDraft[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, at) => randomPod(random, at));
}

function randomPod(random: Random, at: number): KubeDraft {
  const isLarge = random.next() < 0.15;
  const requests = { cpu: `${101 + at}m`, memory: isLarge ? "200Gi" : "64Mi" };
  const tolerations = [
    ...(isLarge && random.next() < 0.7 ? [{ key: "narrow", operator: "Exists" }] : []),
    ...some(random, 0.3, () => random.pick(gpuTolerations)),
    ...some(random, 0.3, () => ({ key: "spare", operator: "Exists" })),
  ];
  const required = many(random, 0.4, 2, () => termOf(random));
  const preferred = many(random, 0.3, 2, () => ({ weight: 1 + random.int(100), preference: termOf(random) }));
  const nodeAffinity = {
    ...(required.length > 0 && { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: required } }),
    preferredDuringSchedulingIgnoredDuringExecution: preferred,
  };
  const nodeSelector = Object.fromEntries(many(random, 0.35, 2, () => random.pick(selectors)));
  const name = `pod-${at}`;
  const spec = { nodeSelector, tolerations, affinity: { nodeAffinity, podAntiAffinity } };
  return podDraft({ name, namespace: randomNamespace, labels: alone }, requests, spec);
}

const alone = { alone: "yes" };

const podAntiAffinity = {
  requiredDuringSchedulingIgnoredDuringExecution: [
    { labelSelector: { matchLabels: alone }, topologyKey: "kubernetes.io/hostname" },
  ],
};

const gpuTolerations = [
  { key: "gpu", operator: "Exists" },
  { key: "gpu", operator: "Equal", value: "a100", effect: "NoSchedule" },
  { key: "gpu", value: "h100" },
  { key: "gpu", operator: "Exists", effect: "NoExecute" },
];

const selectors: readonly (readonly [string, string])[] = [
  [ZONE, "test-zone-a"],
  [ZONE, "test-zone-c"],
  [ARCH, "arm64"],
  [ARCH, "amd64"],
  [CAPACITY, "spot"],
  [CAPACITY, "on-demand"],
  ["tier", "gold"],
  ["tier", "silver"],
  ["tier", "iron"],
  ["floor", "2"],
  ["example.com/disk", "nvme"],
  [POOL, "r-plain"],
  [POOL, "r-gpu"],
];

/** Those of zones and architectures leave one at least that there are machines of: which there are, the simulation does not know. */
const usual: readonly ((random: Random) => object)[] = [
  (random) => need(ZONE, "In", random.pick(zones), random.pick(zones)),
  (random) => need(ZONE, "NotIn", random.pick(zones)),
  (random) => need(ARCH, "In", random.pick(["amd64", "arm64"])),
  (random) => need(CAPACITY, "In", random.pick(["spot", "on-demand"])),
  (random) => need("tier", random.pick(["In", "NotIn"]), random.pick(["gold", "silver", "bronze", "iron"])),
  (random) => need("tier", random.pick(["Exists", "DoesNotExist"])),
  (random) => need("level", random.pick(["Gt", "Lt"]), random.pick(["2", "4", "9"])),
  (random) => need("floor", random.pick(["Exists", "DoesNotExist"])),
  (random) => need(POOL, random.pick(["In", "NotIn"]), random.pick(Object.keys(randomPools))),
];

/** With these, Karpenter takes no pod, or makes no node. */
const rare: readonly (() => object)[] = [
  () => need("kubernetes.io/hostname", "In", "somewhere"),
  () => need(POOL, "DoesNotExist"),
  () => need(ZONE, "DoesNotExist"),
];

function termOf(random: Random): object {
  const pick = (): object => random.pick(random.next() < 0.05 ? rare : usual)(random);
  return { matchExpressions: [pick(), ...some(random, 0.4, pick)] };
}

function need(key: string, operator: string, ...values: readonly string[]): object {
  return values.length === 0 ? { key, operator } : { key, operator, values: [...new Set(values)] };
}

function some<T>(random: Random, chance: number, make: () => T): readonly T[] {
  return random.next() < chance ? [make()] : [];
}

/** One to so many, with that chance. */
function many<T>(random: Random, chance: number, most: number, make: () => T): readonly T[] {
  if (random.next() >= chance) return [];
  return Array.from({ length: 1 + random.int(most) }, make);
}
