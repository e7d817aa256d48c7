import type { Batch } from "./batch.ts";
import { sidecar } from "./drafts.ts";
import { placeWorld } from "./place-world.ts";
import { randomWorld } from "./random-world.ts";
import type { WorldDraft } from "./world.ts";
import { writtenWorlds } from "./worlds/index.ts";
import { sidecars } from "./worlds/sidecars.ts";
import { visibility } from "./worlds/visibility.ts";
import { winners } from "./worlds/winners.ts";

/** How many random worlds there are, and where their seeds begin. */
export interface Chance {
  readonly seed: number;
  readonly worlds: number;
}

type BatchDraft = Omit<Batch, "worlds"> & { readonly drafts: readonly WorldDraft[] };

/** A sidecar is told of all worlds of its batch, so that its time grows with them. */
const WORLDS_EACH = 60;

/**
 * Allocating addresses is a write for each ServiceEntry, which changes no answer here. The cache has one cluster for all ServiceEntries of a
 * host in a namespace, so that where namespaces see different ones, who asks first decides for all.
 */
const env = { PILOT_ENABLE_IP_AUTOALLOCATE: "false", PILOT_ENABLE_XDS_CACHE: "false" };

const aboutServices = [...winners, ...visibility, ...sidecars];

/** Istio's defaults for most worlds, and what else a mesh may say for some. */
export function batchesOf({ seed, worlds }: Chance): readonly Batch[] {
  const random = Array.from({ length: worlds }, (_, at) => randomWorld(seed + at));
  const others = otherMeshes(Array.from({ length: 4 }, (_, at) => random.slice(at * 10, at * 10 + 10)));
  const plain = chunks([...writtenWorlds, ...random.slice(40)], WORLDS_EACH).map((drafts, at) => ({
    revision: `plain-${at}`,
    meshConfig: {},
    env,
    drafts,
  }));
  let number = 0;
  return [...plain, ...others].map(({ drafts, ...batch }) => ({
    ...batch,
    worlds: drafts.map((draft) => placeWorld(draft, number++)),
  }));
}

function otherMeshes(random: readonly (readonly WorldDraft[])[]): readonly BatchDraft[] {
  const [forPrivate = [], forRoot = [], forVisibility = [], forLegacy = []] = random;
  return [
    {
      revision: "private",
      meshConfig: {
        outboundTrafficPolicy: { mode: "REGISTRY_ONLY" },
        defaultServiceExportTo: ["."],
        defaultVirtualServiceExportTo: ["."],
        defaultDestinationRuleExportTo: ["."],
      },
      env,
      drafts: [...aboutServices, ...forPrivate],
    },
    {
      revision: "root",
      meshConfig: { rootNamespace: "istio-root", outboundTrafficPolicy: { mode: "ALLOW_ANY" } },
      env,
      drafts: [rootSidecar, ...aboutServices, ...forRoot],
    },
    {
      revision: "visible",
      meshConfig: {
        serviceEntryVisibility: {
          applyToSidecars: true,
          defaultVisibility: "PUBLIC",
          policies: [
            { visibility: "NAMESPACE", matchingRules: [{ namespaceSelector: { matchLabels: { place: "a" } } }] },
            { visibility: "NONE", matchingRules: [{ namespaceSelector: { matchLabels: { place: "c" } } }] },
          ],
        },
      },
      env,
      drafts: [...aboutServices, ...forVisibility],
    },
    {
      revision: "legacy",
      meshConfig: {},
      env: { ...env, PILOT_UNIFIED_SIDECAR_SCOPE: "false", PILOT_SIDECAR_PICK_BEST_SERVICE_NAMESPACE: "false" },
      drafts: [...aboutServices, ...forLegacy],
    },
  ];
}

const rootSidecar: WorldDraft = {
  title: "a Sidecar for every namespace that has none of its own",
  waves: [
    [
      sidecar("istio-root/default", ["./*", "*/*.svc.cluster.local"], {
        outboundTrafficPolicy: { mode: "REGISTRY_ONLY" },
      }),
    ],
  ],
};

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
