import type { Kind } from "../kind.ts";
import { kubernetesNode } from "./kubernetes-node.ts";
import { kubernetesService } from "./kubernetes-service.ts";
import { namespace } from "./namespace.ts";
import { networkPolicy } from "./network-policy.ts";
import { pod } from "./pod.ts";

export const kubernetesKinds: readonly Kind[] = [namespace, pod, kubernetesService, kubernetesNode, networkPolicy];
