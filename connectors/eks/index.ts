import type { Kind } from "../kubernetes/kind.ts";
import { applicationNetworkPolicy } from "./application-network-policy.ts";
import { nodeClass } from "./node-class.ts";

/** What EKS adds to a cluster's own API. */
export const eksKinds: readonly Kind[] = [nodeClass, applicationNetworkPolicy];
