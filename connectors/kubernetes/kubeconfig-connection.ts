import { createHash, X509Certificate } from "node:crypto";
import { dirname, resolve } from "node:path";
import { createSecureContext } from "node:tls";
import type { ClusterConnection } from "./connection.ts";
import { credentialsOf } from "./credentials.ts";
import { type Kubeconfig, type KubeconfigCluster, KubeconfigError, type KubeconfigUser } from "./kubeconfig.ts";
import type { Readings } from "./readings.ts";

export interface ContextOptions {
  readonly kubeconfig: Kubeconfig;
  readonly file: string;
  readonly context: string;
  /** The cluster's name in the graph. */
  readonly name: string;
  readonly allowExec: boolean;
  readonly readings: Readings;
}

/** Makes the connection of one context. Files that it names are read, relative to the kubeconfig. Throws KubeconfigError. */
export async function connectionOf(options: ContextOptions): Promise<ClusterConnection> {
  const { kubeconfig, file, context, name, allowExec, readings } = options;
  const { cluster, user } = partsOf(kubeconfig, context);
  const folder = dirname(file);
  const material = async (data: string | null | undefined, path: string | null | undefined) =>
    filled(data)
      ? Buffer.from(data, "base64").toString("utf8")
      : filled(path)
        ? readings.text(resolve(folder, path))
        : undefined;
  const tls = {
    ca: await material(cluster["certificate-authority-data"], cluster["certificate-authority"]),
    cert: await material(user["client-certificate-data"], user["client-certificate"]),
    key: await material(user["client-key-data"], user["client-key"]),
  };
  checkTls(tls, cluster);
  const address = {
    server: cluster.server.replace(/\/+$/, ""),
    ...tls,
    serverName: cluster["tls-server-name"] ?? undefined,
    insecureSkipVerify: cluster["insecure-skip-tls-verify"] === true,
    proxy: proxyOf(cluster),
  };
  return Object.freeze({
    name,
    ...address,
    authorization: credentialsOf({ user, server: address.server, folder, allowExec }),
    origin: `${file} (context ${context})`,
    fingerprint: createHash("sha256")
      .update(JSON.stringify([address, user, folder]))
      .digest("base64url"),
  });
}

function partsOf(kubeconfig: Kubeconfig, contextName: string): { cluster: KubeconfigCluster; user: KubeconfigUser } {
  const { context } = found(kubeconfig.contexts, "context", contextName);
  const { cluster } = found(kubeconfig.clusters, "cluster", context.cluster);
  const user = filled(context.user) ? found(kubeconfig.users, "user", context.user).user : undefined;
  return { cluster, user: user ?? {} };
}

function found<T extends { name: string }>(list: readonly T[], what: string, name: string): T {
  const item = list.find((each) => each.name === name);
  if (item === undefined) throw new KubeconfigError(`there is no ${what} named ${JSON.stringify(name)}`);
  return item;
}

/** Certificates and keys that do not fit together are told now, not at the first connection. */
function checkTls(
  tls: { ca: string | undefined; cert: string | undefined; key: string | undefined },
  cluster: KubeconfigCluster,
): void {
  if (cluster["insecure-skip-tls-verify"] === true && tls.ca !== undefined) {
    throw new KubeconfigError("insecure-skip-tls-verify stands beside a certificate authority");
  }
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    throw new KubeconfigError("a client certificate and its key come together, or not at all");
  }
  try {
    const { ca, cert, key } = tls;
    if (ca !== undefined) void new X509Certificate(ca);
    createSecureContext({
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
    });
  } catch (cause) {
    throw new KubeconfigError("the certificates and keys cannot be read, or do not fit together", { cause });
  }
}

function proxyOf(cluster: KubeconfigCluster): string | undefined {
  const proxy = cluster["proxy-url"];
  if (!filled(proxy)) return undefined;
  if (!/^https?:\/\//.test(proxy)) throw new KubeconfigError("proxy-url: only http and https proxies are served");
  return proxy;
}

function filled(value: string | null | undefined): value is string {
  return value !== undefined && value !== null && value !== "";
}
