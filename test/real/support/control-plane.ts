import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { stringify } from "yaml";
import type { KubeTarget } from "../../support/kube-client.ts";
import { ApiServer } from "./api-server.ts";
import { Etcd } from "./etcd.ts";
import type { Options } from "./flags.ts";
import { installCrds, loadCrds } from "./install-crds.ts";

interface ControlPlaneOptions {
  /** Which etcd: the present one, or Debian's, which is too old for WatchList. */
  readonly etcd?: "built" | "debian";
  /** Whether Istio's and Karpenter's definitions are installed. */
  readonly crds?: boolean;
  /** More options for kube-apiserver. */
  readonly apiServer?: Options;
}

/** A real kube-apiserver on a real etcd, both on loopback, both gone without a trace in the end. */
export class ControlPlane implements KubeTarget, AsyncDisposable {
  readonly url: string;
  readonly ca: string;
  readonly token: string;
  readonly #etcd: Etcd;
  readonly #server: ApiServer;
  readonly #folder: string;

  constructor({ url, ca, token }: KubeTarget, etcd: Etcd, server: ApiServer, folder: string) {
    this.url = url;
    this.ca = ca;
    this.token = token;
    this.#etcd = etcd;
    this.#server = server;
    this.#folder = folder;
  }

  /** A kubeconfig of one context of that name, as an administrator. */
  kubeconfig(name: string): string {
    return stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": name,
      clusters: [
        { name, cluster: { server: this.url, "certificate-authority-data": Buffer.from(this.ca).toString("base64") } },
      ],
      users: [{ name, user: { token: this.token } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
    });
  }

  /** Sends a signal to kube-apiserver; comes back when it has ended, if that signal ends it. */
  kill(signal: NodeJS.Signals): Promise<void> {
    return this.#server.kill(signal);
  }

  /** Starts kube-apiserver again, killing it first when it runs, and comes back when it is ready. */
  restart(): Promise<void> {
    return this.#server.restart();
  }

  /**
   * Has etcd forget every revision before the present one. A running kube-apiserver answers from memory for a while all the same: pages
   * until it notices, watches until it is restarted.
   */
  compact(): Promise<void> {
    return this.#etcd.compact();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    await this.#etcd[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }

  stop(): Promise<void> {
    return this[Symbol.asyncDispose]();
  }
}

/** As every real control plane sets it: a kind in which nothing happens learns of etcd's progress all the same. */
const progressNotify: Options = { "watch-progress-notify-interval": "5s" };

/** Starts a control plane of its own: empty, or with the definitions installed. */
export async function startControlPlane({
  etcd = "built",
  crds = false,
  apiServer = {},
}: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const tools = inject("tools");
  const debianEtcd = inject("debianEtcd");
  if (tools === undefined || (etcd === "debian" && debianEtcd === undefined))
    throw new Error("the tools are missing: see the top of the output");

  const begun: AsyncDisposable[] = [];
  const folder = await mkdtemp(join(tmpdir(), "meshgraph-control-plane-"));
  begun.push({ [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) });
  try {
    const store =
      etcd === "debian" && debianEtcd !== undefined
        ? await Etcd.start(debianEtcd, folder, {})
        : await Etcd.start(tools.etcd, folder, progressNotify);
    begun.push(store);
    const server = await ApiServer.start(tools.kubeApiserver, folder, store.url, apiServer);
    begun.push(server);
    const target = await server.target();
    if (crds) await installCrds(target, await loadCrds(tools.crds));
    return new ControlPlane(target, store, server, folder);
  } catch (error) {
    for (const part of begun.toReversed()) await part[Symbol.asyncDispose]();
    throw error;
  }
}
