import { inject } from "vitest";
import { JsonLineProcess } from "./json-line-process.ts";
import type { ProxyConfiguration } from "./proxy-configuration.ts";

/** Who asks istiod. Services are found by the address, labels by the pod of that address, else as given. */
export interface ProxyIdentity {
  readonly namespace: string;
  readonly type?: "sidecar" | "router";
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ip?: string;
  /** Istio's version of the proxy. */
  readonly version?: string;
  readonly serviceAccount?: string;
  /** More of the node's metadata, such as `{ DNS_CAPTURE: "true" }`. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

interface Request {
  readonly address: string;
  readonly proxy: Required<ProxyIdentity> & { readonly clusterId: string };
  readonly timeoutMs: number;
}

/** Who can be asked: an istiod's plaintext gRPC server, and the name it has for its cluster. */
export interface DiscoveryTarget {
  readonly grpc: string;
  readonly clusterId: string;
}

const answerWithinMs = 20_000;

/** Tells what an istiod tells a proxy: each question is a connection of a proxy of its own, closed after its first whole configuration. */
export class IstioOracle implements AsyncDisposable {
  readonly #process: JsonLineProcess<Request, ProxyConfiguration>;

  constructor(file: string) {
    this.#process = new JsonLineProcess(file);
  }

  ask({ grpc, clusterId }: DiscoveryTarget, proxy: ProxyIdentity): Promise<ProxyConfiguration> {
    const defaults = {
      type: "sidecar",
      name: "client",
      labels: {},
      ip: "10.255.255.1",
      version: "1.30.0",
      serviceAccount: "default",
      metadata: {},
    } as const;
    return this.#process.ask({ address: grpc, proxy: { ...defaults, ...proxy, clusterId }, timeoutMs: answerWithinMs });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}

export function startIstioOracle(): IstioOracle {
  const tools = inject("tools");
  if (tools === undefined) throw new Error("the tools are missing: see the top of the output");
  return new IstioOracle(tools.istioOracle);
}
