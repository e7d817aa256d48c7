import type { Kind } from "../kubernetes/kind.ts";
import { nodeClaim } from "./node-claim.ts";
import { nodePool } from "./node-pool.ts";

export const karpenterKinds: readonly Kind[] = [nodePool, nodeClaim];
