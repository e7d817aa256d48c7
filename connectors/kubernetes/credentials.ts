import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { ClusterConnection } from "./connection.ts";
import { KubeconfigError, type KubeconfigUser } from "./kubeconfig.ts";
import { pluginCredentials } from "./plugin-credentials.ts";

type Authorization = ClusterConnection["authorization"];

/** How a kubeconfig's user says who asks. Throws KubeconfigError for a way that is not served, or not allowed. */
export function credentialsOf(options: {
  readonly user: KubeconfigUser;
  readonly server: string;
  readonly folder: string;
  readonly allowExec: boolean;
}): Authorization {
  const { user, folder, allowExec } = options;
  const asks = impersonation(user);
  const plugin = user.exec ? "exec" : user["auth-provider"] ? "auth-provider" : null;
  if (plugin !== null && !allowExec) {
    throw new KubeconfigError(`its user has ${plugin}, which runs a program of the file's choice: only with allowExec`);
  }
  const who = plugin === null ? staticCredentials(user, folder) : pluginCredentials(options);
  return async () => ({ ...(await who()), ...asks });
}

/** Bearer from a file, read at each call: whoever rotates it need not tell. */
export function bearerFrom(file: string): Authorization {
  return async () => {
    const token = (await readFile(file, "utf8")).trim();
    if (token === "") throw new KubeconfigError(`${file} has no token`);
    return { authorization: `Bearer ${token}` };
  };
}

function staticCredentials(user: KubeconfigUser, folder: string): Authorization {
  if (user.tokenFile) return bearerFrom(resolve(folder, user.tokenFile));
  const headers: Record<string, string> = {};
  if (user.token) headers["authorization"] = `Bearer ${user.token.trim()}`;
  else if (user.username) {
    headers["authorization"] = `Basic ${Buffer.from(`${user.username}:${user.password ?? ""}`).toString("base64")}`;
  }
  return () => Promise.resolve(headers);
}

/** Groups, uid and extras are refused rather than dropped: without them the cluster would see another person. */
function impersonation(user: KubeconfigUser): Readonly<Record<string, string>> {
  if (user["as-uid"] || user["as-groups"]?.length || Object.keys(user["as-user-extra"] ?? {}).length > 0) {
    throw new KubeconfigError("its user impersonates with as-uid, as-groups or as-user-extra: only `as` is served");
  }
  return user.as ? { "impersonate-user": user.as } : {};
}
