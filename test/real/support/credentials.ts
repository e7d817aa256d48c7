import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The token of a member of system:masters, good for the servers of the tests only. */
export const adminToken = "meshgraph-test-admin";

/** Writes what a kube-apiserver reads at its start: the key of its service account tokens, and who may come in with which token. */
export async function writeCredentials(folder: string): Promise<{ key: string; tokens: string }> {
  const key = join(folder, "service-account.key");
  const tokens = join(folder, "tokens.csv");
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  await writeFile(key, privateKey.export({ type: "pkcs8", format: "pem" }));
  await writeFile(tokens, `${adminToken},admin,admin,"system:masters"\n`);
  return { key, tokens };
}
