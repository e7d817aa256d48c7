import type { MeshService } from "./mesh-world.ts";

/** What becomes of one object's claim to a hostname, for one proxy. */
export interface ClaimVerdict {
  readonly verdict:
    | "WINS"
    /** Ports of it are added to the winner's. */
    | "MERGED"
    | "SHADOWED"
    | "NOT_EXPORTED"
    | "NOT_IMPORTED"
    /** Left out by a Sidecar's `~`. */
    | "EXCLUDED"
    /** The control plane does not look at the object at all. */
    | "NOT_READ";
  /** One sentence. */
  readonly reason: string;
}

export interface HostClaim extends ClaimVerdict {
  readonly service: MeshService;
}
