import { z } from "zod";
import { parseStrictYaml } from "../../src/lib/strict-yaml.ts";

/** Something of a kubeconfig cannot be used. The message names each place and never holds a credential. */
export class KubeconfigError extends Error {
  override readonly name = "KubeconfigError";
  /** All that is wrong. */
  readonly problems: readonly string[];

  constructor(problems: string | readonly string[], options?: ErrorOptions) {
    const all = typeof problems === "string" ? [problems] : problems;
    super(all.join("; "), options);
    this.problems = all;
  }
}

const text = z.string().nullish();

const clusterSchema = z.object({
  server: z.url({ protocol: /^https?$/, error: "expected an http or https URL" }),
  "certificate-authority": text,
  "certificate-authority-data": text,
  "insecure-skip-tls-verify": z.boolean().nullish(),
  "tls-server-name": text,
  "proxy-url": text,
});

const execSchema = z.looseObject({
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  apiVersion: text,
});

const userSchema = z.object({
  "client-certificate": text,
  "client-certificate-data": text,
  "client-key": text,
  "client-key-data": text,
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  as: text,
  "as-uid": text,
  "as-groups": z.array(z.string()).nullish(),
  "as-user-extra": z.record(z.string(), z.array(z.string())).nullish(),
  exec: execSchema.nullish(),
  "auth-provider": z.looseObject({ name: z.string(), config: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

const named = <Key extends string, Value extends z.ZodType>(key: Key, value: Value) =>
  z
    .array(z.object({ name: z.string().min(1), [key]: value } as { name: z.ZodString } & Record<Key, Value>))
    .nullish()
    .transform((list) => list ?? []);

const kubeconfigSchema = z.object({
  clusters: named("cluster", clusterSchema),
  users: named("user", userSchema.nullish()),
  contexts: named("context", z.object({ cluster: z.string().min(1), user: text })),
});

export type KubeconfigCluster = z.output<typeof clusterSchema>;
export type KubeconfigUser = z.output<typeof userSchema>;

/** A file as kubectl reads it: clusters and users by name, and the contexts that join them. Unknown keys are left alone. */
export type Kubeconfig = z.output<typeof kubeconfigSchema>;

/** Reads a kubeconfig, YAML or JSON, from text. Nothing that it names is opened. Throws KubeconfigError with every problem. */
export function parseKubeconfig(content: string): Kubeconfig {
  const yaml = parseStrictYaml(content);
  if ("problems" in yaml) {
    throw new KubeconfigError(yaml.problems.map(({ message, line }) => `${message} (line ${line})`));
  }
  const { value } = yaml;
  const isKubeconfig = typeof value === "object" && value !== null && ("contexts" in value || "clusters" in value);
  if (!isKubeconfig) throw new KubeconfigError("this is no kubeconfig: it has neither clusters nor contexts");
  const parsed = kubeconfigSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new KubeconfigError(parsed.error.issues.map((issue) => `${z.core.toDotPath(issue.path)}: ${issue.message}`));
}
