import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ClusterConnection } from "../../../connectors/kubernetes/connection.ts";
import { kubeconfigClusters } from "../../../connectors/kubernetes/kubeconfig-clusters.ts";
import { Readings } from "../../../connectors/kubernetes/readings.ts";
import { kubeconfig, selfSigned } from "../../support/kubeconfig.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const rules = { path: "", contexts: ["*"], name: "{context}", allowExec: false };

async function clustersOf(
  folder: string,
  text: string,
  place: Partial<typeof rules> = {},
): Promise<readonly ClusterConnection[]> {
  const file = join(folder, "config");
  await writeFile(file, text);
  return (await kubeconfigClusters({ ...rules, ...place, path: file }, file, new Readings())).clusters;
}

async function onlyCluster(
  folder: string,
  text: string,
  place: Partial<typeof rules> = {},
): Promise<ClusterConnection> {
  const [cluster, ...others] = await clustersOf(folder, text, place);
  if (cluster === undefined || others.length > 0) throw new Error("expected one cluster");
  return cluster;
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

test("a context becomes a connection with its address, its token and where it came from", async () => {
  await using folder = await temporaryFolder();
  const { cert } = await selfSigned();
  const cluster = {
    server: "https://eu.example:6443/",
    "certificate-authority-data": base64(cert),
    "tls-server-name": "api",
  };

  const connection = await onlyCluster(folder.path, kubeconfig({ "eu-1": { cluster, user: { token: "secret" } } }));

  expect(connection).toMatchObject({
    name: "eu-1",
    server: "https://eu.example:6443",
    ca: cert,
    serverName: "api",
    insecureSkipVerify: false,
    origin: `${join(folder.path, "config")} (context eu-1)`,
  });
  expect(await connection.authorization()).toEqual({ authorization: "Bearer secret" });
});

test("only contexts that a glob means become clusters, under the name of the template", async () => {
  await using folder = await temporaryFolder();
  const text = kubeconfig({ "eu-1": {}, "eu-2": {}, "us-1": {}, "test-eu-1": {} });

  const clusters = await clustersOf(folder.path, text, {
    contexts: ["eu-*", "us-1"],
    name: "shop/{context}/{context}",
  });

  expect(clusters.map(({ name }) => name)).toEqual(["shop/eu-1/eu-1", "shop/eu-2/eu-2", "shop/us-1/us-1"]);
});

test("a context's name is put into the template as it is", async () => {
  await using folder = await temporaryFolder();

  const cluster = await onlyCluster(folder.path, kubeconfig({ "a$&b": {} }), { name: "x-{context}" });

  expect(cluster.name).toBe("x-a$&b");
});

test("what is wrong with a context that is not meant is no matter", async () => {
  await using folder = await temporaryFolder();
  const text = kubeconfig({ good: {}, bad: { user: { exec: { command: "evil" } } } });

  expect(await clustersOf(folder.path, text, { contexts: ["good"] })).toHaveLength(1);
});

test("files that a kubeconfig names are read relative to it", async () => {
  await using folder = await temporaryFolder();
  const { cert, key } = await selfSigned();
  await writeFile(join(folder.path, "ca.crt"), cert);
  await writeFile(join(folder.path, "my.key"), key);
  const user = { "client-certificate": "ca.crt", "client-key": "./my.key" };

  const connection = await onlyCluster(
    folder.path,
    kubeconfig({ a: { cluster: { "certificate-authority": "ca.crt" }, user } }),
  );

  expect(connection).toMatchObject({ ca: cert, cert, key });
  expect(await connection.authorization()).toEqual({});
});

test("a token file is read again at each call, and stands before the token", async () => {
  await using folder = await temporaryFolder();
  const token = join(folder.path, "token");
  await writeFile(token, "one\n");
  const connection = await onlyCluster(folder.path, kubeconfig({ a: { user: { tokenFile: "token", token: "old" } } }));

  expect(await connection.authorization()).toEqual({ authorization: "Bearer one" });
  await writeFile(token, "two\n");
  expect(await connection.authorization()).toEqual({ authorization: "Bearer two" });
  await writeFile(token, " \n");
  await expect(connection.authorization()).rejects.toThrow("has no token");
});

test("a user with a name and a password is basic, one who impersonates says so", async () => {
  await using folder = await temporaryFolder();

  const connection = await onlyCluster(
    folder.path,
    kubeconfig({ a: { user: { username: "me", password: "p:w", as: "jane" } } }),
  );

  expect(await connection.authorization()).toEqual({
    authorization: `Basic ${base64("me:p:w")}`,
    "impersonate-user": "jane",
  });
});

test("a context without a user asks as nobody", async () => {
  await using folder = await temporaryFolder();
  const text = JSON.stringify({
    clusters: [{ name: "c", cluster: { server: "http://127.0.0.1:8001" } }],
    users: null,
    contexts: [{ name: "a", context: { cluster: "c" } }],
  });

  const connection = await onlyCluster(folder.path, text);

  expect(connection.server).toBe("http://127.0.0.1:8001");
  expect(await connection.authorization()).toEqual({});
});

test("the fingerprint changes with whatever the connection is made of, and with nothing else", async () => {
  await using folder = await temporaryFolder();
  const fingerprint = async (draft: object) => (await onlyCluster(folder.path, kubeconfig({ a: draft }))).fingerprint;
  const first = await fingerprint({ user: { token: "one" } });

  expect(await fingerprint({ user: { token: "one" } })).toBe(first);
  expect(await fingerprint({ user: { token: "two" } })).not.toBe(first);
  expect(await fingerprint({ user: { token: "one" }, cluster: { server: "https://other" } })).not.toBe(first);
  expect(await fingerprint({ user: { token: "one" }, cluster: { "insecure-skip-tls-verify": true } })).not.toBe(first);
});

test("an allowed exec plugin is run once for calls that come together, and its token is kept until it ends", async () => {
  await using folder = await temporaryFolder();
  const log = join(folder.path, "log");
  const plugin = `
    const { appendFileSync } = require("node:fs");
    appendFileSync(${JSON.stringify(log)}, process.env.KUBERNETES_EXEC_INFO + process.env.EXTRA + "\\n");
    const status = { token: "from the plugin", expirationTimestamp: "2999-01-01T00:00:00Z" };
    console.log(JSON.stringify({ kind: "ExecCredential", status }));`;
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: process.execPath,
    args: ["-e", plugin],
    env: [{ name: "EXTRA", value: "extra" }],
    interactiveMode: "Never",
  };

  const connection = await onlyCluster(folder.path, kubeconfig({ a: { user: { exec } } }), { allowExec: true });
  const answers = await Promise.all([connection.authorization(), connection.authorization()]);
  answers.push(await connection.authorization());

  expect(answers).toEqual(Array.from({ length: 3 }, () => ({ authorization: "Bearer from the plugin" })));
  const runs = (await readFile(log, "utf8")).trim().split("\n");
  expect(runs).toHaveLength(1);
  expect(runs[0]).toContain("ExecCredential");
  expect(runs[0]).toContain("extra");
});

test("an exec plugin that fails is the failure of each call, not of the file", async () => {
  await using folder = await temporaryFolder();
  const exec = { command: process.execPath, args: ["-e", "process.exit(3)"] };
  const connection = await onlyCluster(folder.path, kubeconfig({ a: { user: { exec } } }), { allowExec: true });

  await expect(connection.authorization()).rejects.toThrow(Error);
  await expect(connection.authorization()).rejects.toThrow(Error);
});

const cluster = (draft: object): string => kubeconfig({ a: { cluster: draft } });
const user = (draft: object): string => kubeconfig({ a: { user: draft } });
const pem = (body: string): string => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;

test.each([
  ["nothing", "", /no kubeconfig/],
  ["another object", "kind: Pod\nspec: {}", /no kubeconfig/],
  ["a list", "[]", /no kubeconfig/],
  ["broken YAML", "clusters: [", /not valid YAML.*line 1/],
  ["a key twice", "clusters: []\nclusters: []", /duplicate key \(line 2\)/],
  ["an alias bomb", aliasBomb(), /aliases/],
  ["a tag", "clusters: !!js/function 'x'\ncontexts: []", /tag resolve failed/],
  [
    "a context without its cluster",
    "contexts: [{name: a, context: {cluster: b}}]",
    /context "a": there is no cluster named "b"/,
  ],
  [
    "a context without its user",
    kubeconfig({ a: {} }).replace('"user":"a"', '"user":"b"'),
    /there is no user named "b"/,
  ],
  ["no server", "clusters: [{name: a, cluster: {}}]\ncontexts: []", /clusters\[0\]\.cluster\.server/],
  ["a server that is no URL", cluster({ server: "eu-1" }), /http or https URL/],
  ["a file URL", cluster({ server: "file:///etc/passwd" }), /http or https URL/],
  ["a token that is no text", user({ token: 1 }), /users\[0\]\.user\.token/],
  ["an exec user", user({ exec: { command: "evil" } }), /allowExec/],
  ["an exec user beside a token", user({ token: "x", exec: { command: "evil" } }), /allowExec/],
  ["an auth provider", user({ "auth-provider": { name: "gcp", config: { "cmd-path": "evil" } } }), /allowExec/],
  ["impersonated groups", user({ as: "jane", "as-groups": ["admins"] }), /as-groups/],
  ["a key without a certificate", user({ "client-key-data": base64("x") }), /come together/],
  [
    "a certificate that is none",
    user({ "client-key-data": base64("x"), "client-certificate-data": base64("y") }),
    /cannot be read/,
  ],
  ["an authority that is none", cluster({ "certificate-authority-data": base64("hello") }), /cannot be read/],
  ["a broken authority", cluster({ "certificate-authority-data": base64(pem("AAAA")) }), /cannot be read/],
  ["a file that is not there", cluster({ "certificate-authority": "none.crt" }), /context "a": .*none\.crt/],
  ["skipped verification beside an authority", skipBeside(), /insecure-skip-tls-verify/],
  ["a SOCKS proxy", cluster({ "proxy-url": "socks5://proxy" }), /proxy-url/],
])("a kubeconfig with %s is refused", async (_, text, message) => {
  await using folder = await temporaryFolder();

  await expect(clustersOf(folder.path, text)).rejects.toThrow(message);
});

test("everything that is wrong with a kubeconfig is told at once, with its context", async () => {
  await using folder = await temporaryFolder();
  const draft = {
    both: {
      cluster: { "certificate-authority": "none.crt", "proxy-url": "socks5://proxy" },
      user: { exec: { command: "evil" }, "client-certificate": "none.pem" },
    },
    good: {},
    lost: {},
    nobody: { cluster: { "certificate-authority-data": base64("hello") } },
  };
  const text = kubeconfig(draft).replace('"cluster":"lost"', '"cluster":"x"').replace('"user":"nobody"', '"user":"y"');

  const error = await clustersOf(folder.path, text).catch((reason: unknown) => reason);

  expect(error).toMatchObject({
    problems: [
      `context "both": certificate-authority: there is no file ${join(folder.path, "none.crt")}`,
      `context "both": client-certificate: there is no file ${join(folder.path, "none.pem")}`,
      expect.stringMatching(/^context "both": proxy-url/),
      expect.stringMatching(/^context "both": its user has exec/),
      'context "lost": there is no cluster named "x"',
      'context "nobody": there is no user named "y"',
      expect.stringMatching(/^context "nobody": the certificates and keys cannot be read/),
    ],
  });
});

test("every key of a kubeconfig that is wrong is told at once", async () => {
  await using folder = await temporaryFolder();
  const text = kubeconfig({ a: { cluster: { server: "x" }, user: { token: 1 } } });

  await expect(clustersOf(folder.path, text)).rejects.toMatchObject({
    problems: [
      expect.stringMatching(/^clusters\[0\]\.cluster\.server: /),
      expect.stringMatching(/^users\[0\]\.user\.token: /),
    ],
  });
});

test("a refusal names no credential", async () => {
  await using folder = await temporaryFolder();
  const text = `${user({ token: "canary" }).slice(0, -1)}, "token": canary, canary`;

  await expect(clustersOf(folder.path, text)).rejects.toThrow(/^(?!.*canary).*$/s);
});

test.each(["", "x".repeat(254), "a\nb"])("%j is no name for a cluster", async (name) => {
  await using folder = await temporaryFolder();

  await expect(clustersOf(folder.path, kubeconfig({ a: {} }), { name })).rejects.toThrow("no name for a cluster");
});

test("a file of more than a megabyte is not read", async () => {
  await using folder = await temporaryFolder();

  await expect(clustersOf(folder.path, " ".repeat((1 << 20) + 1))).rejects.toThrow("larger than");
});

function skipBeside(): string {
  const authority = { "certificate-authority-data": base64(pem("AAAA")) };
  return cluster({ ...authority, "insecure-skip-tls-verify": true });
}

function aliasBomb(): string {
  const levels = ["a: &a [x, x, x, x, x, x, x, x, x]"];
  for (const [from, to] of ["ab", "bc", "cd", "de", "ef"])
    levels.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(", ")}]`);
  return [...levels, "contexts: *f"].join("\n");
}
