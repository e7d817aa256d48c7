import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { join } from "node:path";
import type { ClusterConnection } from "./connection.ts";
import { bearerFrom } from "./credentials.ts";
import { KubeconfigError } from "./kubeconfig.ts";
import type { Readings } from "./readings.ts";

/** Where the kubelet puts a pod's identity, and keeps it fresh. */
const SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

/** The kubelet tells the API server's address by the environment and by nothing else. */
// oxlint-disable-next-line node/no-process-env
const pod = process.env;

/** Connects to the cluster that this process runs in, as its service account. Throws KubeconfigError outside of a cluster. */
export async function inClusterConnection(
  name: string,
  readings: Readings,
  folder: string = SERVICE_ACCOUNT,
  environment: Readonly<Record<string, string | undefined>> = pod,
): Promise<ClusterConnection> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = environment;
  if (!host || !port) {
    throw new KubeconfigError("this process runs in no cluster: KUBERNETES_SERVICE_HOST and _PORT are not set");
  }
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const ca = await readings.text(join(folder, "ca.crt"));
  return Object.freeze({
    name,
    server,
    ca,
    insecureSkipVerify: false,
    authorization: bearerFrom(join(folder, "token")),
    origin: `${folder} (service account)`,
    fingerprint: createHash("sha256")
      .update(JSON.stringify([server, ca, folder]))
      .digest("base64url"),
  });
}
