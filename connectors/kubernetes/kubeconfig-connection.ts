import { createHash, X509Certificate } from "node:crypto";
import { dirname, resolve } from "node:path";
import { createSecureContext } from "node:tls";
import type { ClusterConnection } from "./connection.ts";
import { credentialsOf } from "./credentials.ts";
import { Faults } from "./kubeconfig-faults.ts";
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

/** In place of a cluster that there is not, so that the rest can be checked. */
const NO_CLUSTER: KubeconfigCluster = { server: "" };

/**
 * Makes the connection of one context. Files that it names are read, relative to the kubeconfig. Throws KubeconfigError with all that is
 * wrong.
 */
export async function connectionOf(options: ContextOptions): Promise<ClusterConnection> {
  const { file, context, name, allowExec } = options;
  const faults = new Faults();
  const { cluster, user } = await partsOf(options, faults);
  const folder = dirname(file);
  const server = cluster.server.replace(/\/+$/, "");
  const tls = await faults.of(() => tlsOf(cluster, user, options));
  const proxy = await faults.of(() => proxyOf(cluster));
  const authorization = await faults.of(() => credentialsOf({ user, server, folder, allowExec }));
  faults.check();
  if (authorization === undefined) throw faults.error();
  const address = {
    server,
    ...tls,
    serverName: cluster["tls-server-name"] ?? undefined,
    insecureSkipVerify: cluster["insecure-skip-tls-verify"] === true,
    proxy,
  };
  return Object.freeze({
    name,
    ...address,
    authorization,
    origin: `${file} (context ${context})`,
    fingerprint: createHash("sha256")
      .update(JSON.stringify([address, user, folder]))
      .digest("base64url"),
  });
}

interface Parts {
  readonly cluster: KubeconfigCluster;
  readonly user: KubeconfigUser;
}

async function partsOf({ kubeconfig, context: name }: ContextOptions, faults: Faults): Promise<Parts> {
  const { context } = found(kubeconfig.contexts, "context", name);
  const cluster = await faults.of(() => found(kubeconfig.clusters, "cluster", context.cluster).cluster);
  const user = await faults.of(() =>
    filled(context.user) ? found(kubeconfig.users, "user", context.user).user : undefined,
  );
  return { cluster: cluster ?? NO_CLUSTER, user: user ?? {} };
}

function found<T extends { name: string }>(list: readonly T[], what: string, name: string): T {
  const item = list.find((each) => each.name === name);
  if (item === undefined) throw new KubeconfigError(`there is no ${what} named ${JSON.stringify(name)}`);
  return item;
}

interface Tls {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

async function tlsOf(
  cluster: KubeconfigCluster,
  user: KubeconfigUser,
  { file, readings }: ContextOptions,
): Promise<Tls> {
  const faults = new Faults();
  const material = (what: string, data: string | null | undefined, path: string | null | undefined) =>
    filled(data)
      ? Buffer.from(data, "base64").toString("utf8")
      : filled(path)
        ? faults.of(
            () => readings.text(resolve(dirname(file), path)),
            (problem) => `${what}: ${problem}`,
          )
        : undefined;
  const tls = {
    ca: await material(
      "certificate-authority",
      cluster["certificate-authority-data"],
      cluster["certificate-authority"],
    ),
    cert: await material("client-certificate", user["client-certificate-data"], user["client-certificate"]),
    key: await material("client-key", user["client-key-data"], user["client-key"]),
  };
  faults.check();
  checkTls(tls, cluster);
  return tls;
}

/** Certificates and keys that do not fit together are told now, not at the first connection. */
function checkTls({ ca, cert, key }: Tls, cluster: KubeconfigCluster): void {
  const problems: string[] = [];
  if (cluster["insecure-skip-tls-verify"] === true && ca !== undefined)
    problems.push("insecure-skip-tls-verify stands beside a certificate authority");
  if ((cert === undefined) !== (key === undefined))
    problems.push("a client certificate and its key come together, or not at all");
  if (!canBeUsed({ ca, cert, key })) problems.push("the certificates and keys cannot be read, or do not fit together");
  if (problems.length > 0) throw new KubeconfigError(problems);
}

function canBeUsed({ ca, cert, key }: Tls): boolean {
  try {
    if (ca !== undefined) void new X509Certificate(ca);
    createSecureContext({
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
    });
    return true;
  } catch {
    return false;
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
