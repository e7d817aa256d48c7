import { stringify } from "yaml";

interface Target {
  readonly name: string;
  readonly url: string;
  /** The certificates to trust, as PEM. */
  readonly ca: string;
  readonly token: string;
}

/** A kubeconfig with a context for each cluster, called after it, and all that is needed to connect in the file itself. */
export function writeKubeconfig(targets: readonly Target[]): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: targets.map(({ name, url, ca }) => ({
      name,
      cluster: { server: url, "certificate-authority-data": Buffer.from(ca).toString("base64") },
    })),
    users: targets.map(({ name, token }) => ({ name, user: { token } })),
    contexts: targets.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
    "current-context": targets[0]?.name ?? "",
  });
}
