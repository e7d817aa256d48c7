import { resolve } from "node:path";
import type { RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import type { ClusterConnection } from "./connection.ts";
import { KubeconfigError, type KubeconfigUser } from "./kubeconfig.ts";

/** A plugin that asks a person, or hangs, must not hold a watch for ever. */
const TIMEOUT_MS = 30_000;

/** Credentials of exec and auth-provider users, which client-node gets and keeps until they end. One call at a time runs the plugin. */
export function pluginCredentials(options: {
  readonly user: KubeconfigUser;
  readonly server: string;
  readonly folder: string;
}): ClusterConnection["authorization"] {
  let config: Promise<KubeConfig> | undefined;
  let running: Promise<Record<string, string>> | undefined;
  return () => {
    config ??= load(options);
    running ??= config.then(ask).finally(() => (running = undefined));
    return within(running);
  };
}

/** client-node is loaded when a user needs it only: it takes 0.3 s and 85 MB. */
async function load({ user, server, folder }: Parameters<typeof pluginCredentials>[0]): Promise<KubeConfig> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  const plugin = { name: "user", exec: execOf(user, folder), authProvider: user["auth-provider"] ?? undefined };
  config.loadFromClusterAndUser({ name: "cluster", server, skipTLSVerify: false }, plugin);
  return config;
}

/** The plugin as client-go starts it: a relative command is relative to the file, and it is told which answer is understood. */
function execOf({ exec }: KubeconfigUser, folder: string): object | undefined {
  if (!exec) return undefined;
  const info = { apiVersion: exec.apiVersion, kind: "ExecCredential", spec: { interactive: false } };
  const command = exec.command.includes("/") ? resolve(folder, exec.command) : exec.command;
  const env = [{ name: "KUBERNETES_EXEC_INFO", value: JSON.stringify(info) }, ...(exec.env ?? [])];
  return { ...exec, command, args: exec.args ?? [], env };
}

async function ask(config: KubeConfig): Promise<Record<string, string>> {
  const request: RequestOptions = {};
  await config.applyToHTTPSOptions(request);
  if (request.cert !== undefined) {
    throw new KubeconfigError("the plugin gave a client certificate: only tokens of plugins are served");
  }
  const { Authorization: authorization } = (request.headers ?? {}) as Record<string, unknown>;
  if (typeof authorization !== "string") throw new KubeconfigError("the plugin gave no token");
  return { authorization };
}

async function within<T>(answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new KubeconfigError("the plugin did not answer within 30 s")), TIMEOUT_MS);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
