import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { KubeClient, type KubeTarget } from "../../support/kube-client.ts";
import { flags, type Options } from "./flags.ts";
import { findFreePort } from "./free-port.ts";
import { LeashedProcess } from "./leashed-process.ts";
import { adminToken, writeCredentials } from "./credentials.ts";

const readyWithinMs = 60_000;

/** A kube-apiserver that can be killed and started again at the same address, with the same certificate. */
export class ApiServer implements AsyncDisposable {
  readonly #file: string;
  readonly #folder: string;
  readonly #args: readonly string[];
  readonly #url: string;
  #process: LeashedProcess;

  private constructor(file: string, folder: string, args: readonly string[], port: number) {
    this.#file = file;
    this.#folder = folder;
    this.#args = args;
    this.#url = `https://127.0.0.1:${port}`;
    this.#process = new LeashedProcess(file, args, folder);
  }

  static async start(file: string, folder: string, etcdUrl: string, options: Options): Promise<ApiServer> {
    const { key, tokens } = await writeCredentials(folder);
    const port = await findFreePort();
    const args = flags({
      "etcd-servers": etcdUrl,
      "cert-dir": certificates(folder),
      "secure-port": port,
      "bind-address": "127.0.0.1",
      "service-cluster-ip-range": "10.0.0.0/24",
      "service-account-issuer": "https://kubernetes.default.svc",
      "service-account-key-file": key,
      "service-account-signing-key-file": key,
      "token-auth-file": tokens,
      "authorization-mode": "RBAC",
      // Nothing makes the service account that this plugin would have each pod wait for.
      "disable-admission-plugins": "ServiceAccount",
      ...options,
    });
    const server = new ApiServer(file, folder, args, port);
    await server.#ready();
    return server;
  }

  /** How an administrator reaches it. Its certificate is written at its first start and kept. */
  async target(): Promise<KubeTarget> {
    const ca = await readFile(join(certificates(this.#folder), "apiserver.crt"), "utf8");
    return { url: this.#url, ca, token: adminToken };
  }

  kill(signal: NodeJS.Signals): Promise<void> {
    return this.#process.kill(signal);
  }

  async restart(): Promise<void> {
    await this.kill("SIGKILL");
    this.#process = new LeashedProcess(this.#file, this.#args, this.#folder);
    await this.#ready();
  }

  async #ready(): Promise<void> {
    await this.#process.untilReady(async () => {
      await using client = new KubeClient(await this.target());
      const { status, body } = await client.request("GET", "/readyz");
      if (status !== 200) throw new Error(`/readyz says ${status}: ${String(body)}`);
    }, readyWithinMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}

function certificates(folder: string): string {
  return join(folder, "certificates");
}
