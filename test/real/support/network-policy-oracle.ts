import { inject } from "vitest";
import { JsonLineProcess } from "./json-line-process.ts";

/** Namespaces and pods, and NetworkPolicies as manifests in any form that an API server takes. */
export interface PolicyWorld {
  readonly namespaces: readonly { readonly name: string; readonly labels?: Readonly<Record<string, string>> }[];
  readonly pods: readonly WorldPod[];
  readonly policies: readonly object[];
}

export interface WorldPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ip: string;
  readonly containers?: readonly {
    readonly ports?: readonly {
      readonly name?: string;
      readonly containerPort: number;
      readonly protocol?: string;
    }[];
  }[];
}

/** A pod of the world by its index, or an address outside of the cluster. */
export type End = { readonly pod: number } | { readonly ip: string };

export interface TrafficQuery {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  readonly protocol: "TCP" | "UDP" | "SCTP";
}

/** What each side's policies say; traffic is allowed when both allow it. */
export interface TrafficVerdict {
  readonly ingress: boolean;
  readonly egress: boolean;
  readonly allowed: boolean;
}

interface Answer {
  readonly verdicts: readonly TrafficVerdict[];
}

/**
 * The NetworkPolicy engine of Cyclonus. Label selectors are decided by Kubernetes' own code, and the defaults that an API server writes
 * are written. It knows nothing of host networks, of services and of a node's own traffic, and takes a pod's traffic to itself for any other.
 */
export class NetworkPolicyOracle implements AsyncDisposable {
  readonly #process: JsonLineProcess<PolicyWorld & { readonly queries: readonly TrafficQuery[] }, Answer>;

  constructor(file: string) {
    this.#process = new JsonLineProcess(file);
  }

  /** A verdict for each query; a failure for a world that an API server would refuse. */
  async judge(world: PolicyWorld, queries: readonly TrafficQuery[]): Promise<readonly TrafficVerdict[]> {
    const { verdicts } = await this.#process.ask({ ...world, queries });
    return verdicts;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}

export function startNetworkPolicyOracle(): NetworkPolicyOracle {
  const tools = inject("tools");
  if (tools === undefined) throw new Error("the tools are missing: see the top of the output");
  return new NetworkPolicyOracle(tools.networkPolicyOracle);
}
