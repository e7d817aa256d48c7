import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import type { ControlPlane } from "./control-plane.ts";
import { findFreePort } from "./free-port.ts";
import { LeashedProcess } from "./leashed-process.ts";

interface KarpenterOptions {
  /** Karpenter's settings, such as `{ FEATURE_GATES: "NodeOverlay=true" }`. */
  readonly env?: Readonly<Record<string, string>>;
}

const readyWithinMs = 60_000;

/** A real Karpenter over a control plane of ours that has its definitions; its nodes are objects only, of instance types that it makes up. */
export class Karpenter implements AsyncDisposable {
  readonly #process: LeashedProcess;
  readonly #folder: string;

  private constructor(process: LeashedProcess, folder: string) {
    this.#process = process;
    this.#folder = folder;
  }

  static async start(file: string, plane: ControlPlane, { env = {} }: KarpenterOptions): Promise<Karpenter> {
    const folder = await mkdtemp(join(tmpdir(), "meshgraph-karpenter-"));
    const kubeconfig = join(folder, "kubeconfig");
    await writeFile(kubeconfig, plane.kubeconfig("test"));
    const healthPort = await findFreePort();
    const settings = {
      KUBECONFIG: kubeconfig,
      SYSTEM_NAMESPACE: "kube-system",
      DISABLE_LEADER_ELECTION: "true",
      HEALTH_PROBE_PORT: `${healthPort}`,
      METRICS_PORT: `${await findFreePort()}`,
      LOG_OUTPUT_PATHS: "stderr",
      // How long it gathers pending pods: by default 1 s and 10 s.
      BATCH_IDLE_DURATION: "100ms",
      BATCH_MAX_DURATION: "1s",
      ...env,
    };
    const words = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    const karpenter = new Karpenter(new LeashedProcess("/usr/bin/env", [...words, file], folder), folder);
    try {
      await karpenter.#process.untilReady(async () => {
        const answer = await fetch(`http://127.0.0.1:${healthPort}/readyz`);
        if (!answer.ok) throw new Error(`/readyz says ${answer.status}: ${await answer.text()}`);
      }, readyWithinMs);
    } catch (error) {
      await karpenter[Symbol.asyncDispose]();
      throw error;
    }
    return karpenter;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Starts a Karpenter over a control plane that was started with `crds: true`. */
export function startKarpenter(plane: ControlPlane, options: KarpenterOptions = {}): Promise<Karpenter> {
  const tools = inject("tools");
  if (tools === undefined) throw new Error("the tools are missing: see the top of the output");
  return Karpenter.start(tools.karpenter, plane, options);
}
