import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { stringify } from "yaml";
import { KubeClient, KubeError } from "../../support/kube-client.ts";
import type { ControlPlane } from "./control-plane.ts";
import { flags } from "./flags.ts";
import { findFreePort } from "./free-port.ts";
import type { DiscoveryTarget } from "./istio-oracle.ts";
import { LeashedProcess } from "./leashed-process.ts";

interface IstiodOptions {
  /** What differs from Istio's default MeshConfig. */
  readonly meshConfig?: Readonly<Record<string, unknown>>;
  /** Istiod's features, such as `{ PILOT_ENABLE_IP_AUTOALLOCATE: "false" }`. */
  readonly env?: Readonly<Record<string, string>>;
}

const readyWithinMs = 60_000;
const connectTimeoutMs = 10_000;

/** A real istiod over a control plane of ours that has Istio's definitions, without webhooks and TLS. */
export class Istiod implements DiscoveryTarget, AsyncDisposable {
  readonly grpc: string;
  readonly clusterId = "test";
  readonly plane: ControlPlane;
  readonly #http: string;
  readonly #monitoring: string;
  readonly #folder: string;
  readonly #meshConfig: Readonly<Record<string, unknown>>;
  #process: LeashedProcess | undefined;
  #stamps = 0;

  private constructor(
    plane: ControlPlane,
    folder: string,
    ports: readonly [number, number, number],
    options: IstiodOptions,
  ) {
    this.plane = plane;
    this.#folder = folder;
    this.#http = `127.0.0.1:${ports[0]}`;
    this.grpc = `127.0.0.1:${ports[1]}`;
    this.#monitoring = `127.0.0.1:${ports[2]}`;
    this.#meshConfig = options.meshConfig ?? {};
  }

  static async start(file: string, plane: ControlPlane, options: IstiodOptions): Promise<Istiod> {
    const folder = await mkdtemp(join(tmpdir(), "meshgraph-istiod-"));
    const istiod = new Istiod(
      plane,
      folder,
      [await findFreePort(), await findFreePort(), await findFreePort()],
      options,
    );
    try {
      await createNamespace(plane, "istio-system");
      await writeFile(join(folder, "kubeconfig"), plane.kubeconfig("test"));
      await istiod.stamp();
      await istiod.#run(file, options.env ?? {});
    } catch (error) {
      await istiod[Symbol.asyncDispose]();
      throw error;
    }
    return istiod;
  }

  async #run(file: string, env: Readonly<Record<string, string>>): Promise<void> {
    const settings = {
      POD_NAMESPACE: "istio-system",
      CLUSTER_ID: this.clusterId,
      VALIDATION_WEBHOOK_CONFIG_NAME: "",
      INJECTION_WEBHOOK_CONFIG_NAME: "",
      // Each question is a connection; by default 25 a second are let in on two cores.
      PILOT_MAX_REQUESTS_PER_SECOND: "10000",
      ...env,
    };
    const words = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    const options = flags({
      kubeconfig: join(this.#folder, "kubeconfig"),
      meshConfig: this.#meshFile,
      httpAddr: this.#http,
      grpcAddr: this.grpc,
      httpsAddr: "",
      secureGRPCAddr: "",
      monitoringAddr: this.#monitoring,
      ctrlz_port: 0,
      log_target: "stderr",
    });
    this.#process = new LeashedProcess("/usr/bin/env", [...words, file, "discovery", ...options], this.#folder);
    await this.#process.untilReady(async () => {
      const answer = await fetch(`http://${this.#http}/ready`);
      if (!answer.ok) throw new Error(`/ready says ${answer.status}`);
    }, readyWithinMs);
  }

  /** What `/debug/<path>` answers, parsed. */
  async debug(path: string): Promise<unknown> {
    const answer = await fetch(`http://${this.#http}/debug/${path}`);
    if (!answer.ok) throw new Error(`/debug/${path} was answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }

  /** How many changes, of whatever kind, it has taken note of since it started. */
  async inboundUpdates(): Promise<number> {
    const text = await (await fetch(`http://${this.#monitoring}/metrics`)).text();
    const counts = Array.from(text.matchAll(/^pilot_inbound_updates\{.*\} (\d+)$/gm), ([, count]) => Number(count));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /**
   * Changes the MeshConfig in what decides about no traffic, which has istiod read all that it knows anew and push it. Gives how long the
   * clusters of a proxy may take to connect by that push and by none before, in milliseconds.
   */
  async stamp(): Promise<number> {
    const stamped = connectTimeoutMs + this.#stamps++;
    const draft = `${this.#meshFile}.draft`;
    await writeFile(draft, stringify({ ...this.#meshConfig, connectTimeout: `${stamped / 1000}s` }));
    await rename(draft, this.#meshFile);
    return stamped;
  }

  get #meshFile(): string {
    return join(this.#folder, "mesh.yaml");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process?.[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Starts an istiod over a control plane that was started with `crds: true`; comes back when it has read everything. */
export function startIstiod(plane: ControlPlane, options: IstiodOptions = {}): Promise<Istiod> {
  const tools = inject("tools");
  if (tools === undefined) throw new Error("the tools are missing: see the top of the output");
  return Istiod.start(tools.istiod, plane, options);
}

async function createNamespace(plane: ControlPlane, name: string): Promise<void> {
  await using client = new KubeClient(plane);
  await client
    .create("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } })
    .catch((error: unknown) => {
      if (!(error instanceof KubeError) || error.status.code !== 409) throw error;
    });
}
