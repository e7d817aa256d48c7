import type { HostClaim } from "./host-claim.ts";
import type { PortedService } from "./merge-claims.ts";
import type { MeshPort, MeshService } from "./mesh-world.ts";
import type { EgressListener } from "./sidecar-scope.ts";

/** What a proxy knows under one hostname. */
export interface HostResolution {
  readonly outcome: "RESOLVED" | "NOT_VISIBLE" | "NO_SUCH_HOST" | "UNKNOWN";
  /** One sentence. */
  readonly reason: string;
  /** Null unless RESOLVED. */
  readonly winner: MeshService | null;
  /** The winner's, as far as they are taken in, and those that others add. */
  readonly ports: readonly MeshPort[];
  /** Whether it is known only since a route leads to it: nothing answers for the host itself. */
  readonly routedOnly: boolean;
  /** What becomes of every claim to the host. */
  readonly claims: readonly HostClaim[];
  /** What each egress listener of a sidecar answers with; where several have a port, the last does. Empty for others. */
  readonly listeners: readonly ListenerResolution[];
}

export interface ListenerResolution {
  readonly listener: EgressListener;
  readonly services: readonly PortedService[];
}

export function unknownHost(reason: string, claims: readonly HostClaim[] = []): HostResolution {
  return { outcome: "UNKNOWN", reason, winner: null, ports: [], routedOnly: false, claims, listeners: [] };
}
