import type { Kind } from "../kubernetes/kind.ts";
import { ec2NodeClass } from "./ec2-node-class.ts";
import { nodeClaim } from "./node-claim.ts";
import { nodeOverlay } from "./node-overlay.ts";
import { nodePool } from "./node-pool.ts";

export const karpenterKinds: readonly Kind[] = [nodePool, nodeClaim, nodeOverlay, ec2NodeClass];
