import type { StringMap } from "../../../schema/kubernetes-object.ts";
import type { IstioDistribution } from "./istio-image.ts";
import { readIstioImage } from "./istio-image.ts";
import { DEFAULT_REVISION, tagsOf } from "./revision.ts";
import type { Injector } from "./revision.ts";

/** One control plane of a cluster. */
export interface ControlPlaneFacts {
  readonly revision: string;
  /** The names that stand for the revision. */
  readonly tags: readonly string[];
  /** Null when there is no istiod here, as in a cluster whose control plane is elsewhere, or its image says none. */
  readonly version: string | null;
  readonly distribution: IstioDistribution;
  readonly fipsClaimed: boolean | null;
  /** Whether istiod itself is held to a FIPS policy; null when there is no istiod here. */
  readonly fipsEnforced: boolean | null;
}

/** What is known of an istiod by its Deployment. */
export interface Istiod {
  readonly labels: StringMap;
  readonly images: readonly string[];
  readonly istiodEnvironment: StringMap | null;
}

/**
 * The control planes of one cluster, in the order of their revisions: one for each ConfigMap or istiod. Source: istio
 * pkg/features/security.go (COMPLIANCE_POLICY: fips-140-2 and fips-140-3 restrict TLS; that alone makes nothing compliant).
 */
export function controlPlanes(
  configs: Iterable<{ readonly revision: string }>,
  istiods: readonly Istiod[],
  injectors: readonly Injector[],
): readonly ControlPlaneFacts[] {
  const byRevision = new Map(istiods.map((istiod) => [istiod.labels["istio.io/rev"] ?? DEFAULT_REVISION, istiod]));
  const revisions = new Set([...Array.from(configs, ({ revision }) => revision), ...byRevision.keys()]);
  return [...revisions].toSorted().map((revision) => {
    const istiod = byRevision.get(revision);
    const { version, distribution, fipsClaimed } = readIstioImage(istiod?.images[0] ?? "");
    return {
      revision,
      tags: tagsOf(revision, injectors),
      version,
      distribution,
      fipsClaimed,
      fipsEnforced:
        istiod === undefined ? null : (istiod.istiodEnvironment?.["COMPLIANCE_POLICY"] ?? "").startsWith("fips-"),
    };
  });
}
