import { webcrypto } from "node:crypto";
import { PemConverter, X509CertificateGenerator } from "@peculiar/x509";

/** One context of a kubeconfig, with what is said of its cluster and its user. */
export interface ContextDraft {
  readonly cluster?: object;
  readonly user?: object;
}

/** A kubeconfig with these contexts. Each has a cluster and a user of its own name. */
export function kubeconfig(contexts: Readonly<Record<string, ContextDraft>>): string {
  const drafts = Object.entries(contexts);
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    preferences: {},
    clusters: drafts.map(([name, { cluster }]) => ({
      name,
      cluster: { server: `https://${name}.example:6443`, ...cluster },
    })),
    users: drafts.map(([name, { user }]) => ({ name, user: user ?? { token: `token of ${name}` } })),
    contexts: drafts.map(([name]) => ({ name, context: { cluster: name, user: name, namespace: "default" } })),
  });
}

/** A certificate that signs itself, and its key, both PEM. */
export async function selfSigned(): Promise<{ cert: string; key: string }> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const cert = await X509CertificateGenerator.createSelfSigned({ name: "CN=test", keys, signingAlgorithm: algorithm });
  const key = PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
  return { cert: `${cert.toString("pem")}\n`, key: `${key}\n` };
}
