import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { ConfigError, configJsonSchema, createConfig, loadConfig } from "../src/config.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** Loads a text as meshgraph.yaml of a folder of its own. */
async function load(text: string, environment: Record<string, string> = {}) {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "meshgraph.yaml"), text);
  const loaded = await loadConfig(undefined, environment, folder.path);
  return { ...loaded, folder: folder.path };
}

/** The problems of a text, each on a line. */
async function problemsOf(text: string, environment: Record<string, string> = {}): Promise<string[]> {
  const error: unknown = await load(text, environment).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConfigError)) throw new Error("expected a ConfigError", { cause: error });
  return error.message
    .split("\n")
    .slice(1)
    .map((line) => line.trim());
}

const LOOPBACK = "access: { loopback: true }";

test("what is not written has its default", async () => {
  const { config } = await load(LOOPBACK);

  expect(config.server).toEqual({ host: "127.0.0.1", port: 4000, trustedProxies: [] });
  expect(config.kubernetes).toEqual({ kubeconfigs: [], removalGrace: 600_000 });
  expect(config.changelog).toEqual({ retention: 86_400_000, maxBytes: 268_435_456 });
  expect(config.log).toEqual({ level: "info" });
  expect(config.limits).toMatchObject({
    bodySize: 256_000,
    tokens: 2000,
    depth: 12,
    executionTime: 10_000,
    responseSize: 16_000_000,
  });
});

test("durations are milliseconds, sizes bytes, and paths relative to the file", async () => {
  const { config, folder } = await load(`
${LOOPBACK}
kubernetes: { kubeconfigs: [{ path: ./clusters }, { path: /etc/kube }], removalGrace: 1h30m }
changelog: { maxBytes: 1 GiB }
`);

  expect(config.kubernetes.removalGrace).toBe(5_400_000);
  expect(config.changelog.maxBytes).toBe(1_073_741_824);
  expect(config.kubernetes.kubeconfigs.map(({ path }) => path)).toEqual([join(folder, "clusters"), "/etc/kube"]);
  expect(config.kubernetes.kubeconfigs[0]).toMatchObject({ contexts: ["*"], name: "{context}", allowExec: false });
});

test("the result cannot be changed at any depth", async () => {
  const { config } = await load(`${LOOPBACK}\nkubernetes: { kubeconfigs: [{ path: a }] }`);

  const frozen = [config, config.server, config.server.trustedProxies, config.kubernetes.kubeconfigs[0]?.contexts];
  expect(frozen.every(Object.isFrozen)).toBe(true);
});

test("a section of which every line is commented out says nothing", async () => {
  const { config } = await load(`${LOOPBACK}\nlimits:\n  # depth: 3\nkubernetes:\n  kubeconfigs:\n`);

  expect(config.limits.depth).toBe(12);
  expect(config.kubernetes.kubeconfigs).toEqual([]);
});

test("a variable stands for its text, and for a number or a boolean where one is expected", async () => {
  const text = `
${LOOPBACK}
server:
  port: \${PORT}
limits: { depth: "\${NUMBER}" }
kubernetes: { kubeconfigs: [{ path: a, allowExec: "\${YES}" }] }
meshes: [{ name: "\${NUMBER}", clusters: ["eu-\${N}", "$\${N}", "\${NAME}"] }]
`;

  const { config } = await load(text, { PORT: "8080", NUMBER: "7", YES: "true", N: "${PORT}", NAME: "a: b" });

  expect(config.server.port).toBe(8080);
  expect(config.limits.depth).toBe(7);
  expect(config.kubernetes.kubeconfigs[0]?.allowExec).toBe(true);
  expect(config.meshes).toEqual([{ name: "7", clusters: ["eu-${PORT}", "${N}", "a: b"] }]);
});

test("the environment overrides the file, and an empty variable is none", async () => {
  const text = `${LOOPBACK}\nserver: { port: 1 }\nlog: { level: debug }`;

  const { config } = await load(text, { MESHGRAPH_PORT: "5000", MESHGRAPH_LOG_LEVEL: "" });

  expect(config.server.port).toBe(5000);
  expect(config.log.level).toBe("debug");
});

test("the file is the one that is named, else MESHGRAPH_CONFIG's", async () => {
  await using folder = await temporaryFolder();
  const write = (name: string, port: number) =>
    writeFile(join(folder.path, name), `${LOOPBACK}\nserver: { port: ${port} }`);
  await Promise.all([write("named", 1), write("environment", 2)]);
  const environment = { MESHGRAPH_CONFIG: "environment" };

  expect((await loadConfig("named", environment, folder.path)).config.server.port).toBe(1);
  expect((await loadConfig(undefined, environment, folder.path)).config.server.port).toBe(2);
});

test.each([
  ["", /^access\.loopback.*nobody can be authenticated yet/],
  ["access: { loopback: false }", /^access\.loopback \(line 1\): nobody can be authenticated yet/],
  [`${LOOPBACK}\nserver: { host: 0.0.0.0 }`, /^server\.host \(line 2\): .*loopback only/],
  [`${LOOPBACK}\nserver: { host: example.com }`, /^server\.host \(line 2\): .*loopback only/],
  [`${LOOPBACK}\nserver: { host: 127.0.0.1.example.com }`, /^server\.host \(line 2\): .*loopback only/],
  [`${LOOPBACK}\nserver: { operations: { host: "::" } }`, /^server\.operations\.host/],
  [`${LOOPBACK}\nserver: { port: 65536 }`, /^server\.port \(line 2\): expected at most 65535/],
  [`${LOOPBACK}\nserver: { port: "4000" }`, /^server\.port \(line 2\): expected a whole number/],
  [`${LOOPBACK}\nserver: { portt: 1 }`, /^server\.portt \(line 2\): there is no such key/],
  [
    `${LOOPBACK}\nserver: { tls: { certFile: none.crt, keyFile: none.key } }`,
    /^server\.tls\.certFile \(line 2\): there is no such file, or it cannot be read: \/.*\/none\.crt$/,
  ],
  [`${LOOPBACK}\nserver: { cursorKeyFile: . }`, /^server\.cursorKeyFile \(line 2\): there is no such file/],
  [
    `${LOOPBACK}\nserver:\n  port: 4100\n  operations: { port: 4100 }`,
    /^server\.operations\.port \(line 4\): server\.port is 4100 too/,
  ],
  [`${LOOPBACK}\nserver: { port: 4001, operations: {} }`, /^server\.operations\.port \(line 2\): server\.port is/],
  [
    `${LOOPBACK}\nserver: { host: localhost, port: 4001, operations: {} }`,
    /^server\.operations\.port \(line 2\): server\.port is/,
  ],
  [`${LOOPBACK}\nserver: { tls: {} }`, /^server\.tls\.certFile \(line 2\): is missing/],
  [`${LOOPBACK}\nserver: { trustedProxies: [10.0.0.0/8] }`, /^server\.trustedProxies \(line 2\): no proxy is believed/],
  [`${LOOPBACK}\nserver: 4000`, /^server \(line 2\): expected object, received number/],
  [`${LOOPBACK}\n__proto__: { x: 1 }`, /^__proto__ \(line 2\): there is no such key/],
  [
    `${LOOPBACK}\nkubernetes:\n  kubeconfigs:\n    - contexts: []`,
    /^kubernetes\.kubeconfigs\[0\]\.path \(line 4\): is missing/,
  ],
  [`${LOOPBACK}\nkubernetes: { kubeconfigs: [{ path: ~/.kube/config }] }`, /\$\{HOME\}/],
  [`${LOOPBACK}\nkubernetes: { kubeconfigs: [{ path: a, allowExec: yes }] }`, /allowExec \(line 2\): expected boolean/],
  [`${LOOPBACK}\nkubernetes: { removalGrace: 10 }`, /^kubernetes\.removalGrace \(line 2\): expected a duration/],
  [
    `${LOOPBACK}\nkubernetes: { removalGrace: 10 minutes }`,
    /^kubernetes\.removalGrace \(line 2\): expected a duration/,
  ],
  [`${LOOPBACK}\nkubernetes: { removalGrace: 99d }`, /at most 24 days/],
  [
    `${LOOPBACK}\nmeshes: [{ name: a, clusters: [x] }, { name: a, clusters: [y] }]`,
    /^meshes \(line 2\): a mesh is named twice/,
  ],
  [`${LOOPBACK}\nchangelog: { maxBytes: 256 }`, /^changelog\.maxBytes \(line 2\): expected a size/],
  [`${LOOPBACK}\nchangelog: { maxBytes: 1kB }`, /at least 1000000 bytes/],
  [`${LOOPBACK}\nlimits: { pageSize: 300 }`, /^limits\.pageSize \(line 2\): there is no such key/],
  [`${LOOPBACK}\nlimits: { depth: 0 }`, /^limits\.depth \(line 2\): expected at least 1/],
  [`${LOOPBACK}\nlimits: { executionTime: 0s }`, /^limits\.executionTime/],
  [`${LOOPBACK}\nlog: { level: loud }`, /^log\.level \(line 2\)/],
  [`${LOOPBACK}\nredis: { url: redis://x }`, /^redis \(line 2\): this part of meshgraph is not there yet/],
  [`${LOOPBACK}\naws: {}`, /^aws \(line 2\): this part of meshgraph is not there yet/],
  [`${LOOPBACK}\nprometheus: []`, /^prometheus \(line 2\): this part of meshgraph is not there yet/],
  ["access: { loopback: true, oidc: [] }", /^access\.oidc \(line 1\): this part of meshgraph is not there yet/],
  [
    "access: { loopback: true, operators: {} }",
    /^access\.operators \(line 1\): this part of meshgraph is not there yet/,
  ],
  [`${LOOPBACK}\n${LOOPBACK}`, /^line 2: not valid YAML: duplicate key/],
  [`${LOOPBACK}\n---\na: 1`, /^line 2: not valid YAML: multiple docs/],
  ["access: [", /^line 1: not valid YAML/],
  ["- 1", /^line 1: expected object|^expected object/],
  [`${LOOPBACK}\nserver: { port: "\${NONE}" }`, /^server\.port \(line 2\): the environment has no NONE/],
])("a configuration is refused with its place: %s", async (text, problem) => {
  expect(await problemsOf(text)).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
});

test("a variable that is missing is told once", async () => {
  const text = `${LOOPBACK}\nserver: { port: "\${NONE}", host: "\${NEITHER}" }\nlimits: { depth: 0 }`;

  expect(await problemsOf(text)).toEqual([
    "server.port (line 2): the environment has no NONE",
    "server.host (line 2): the environment has no NEITHER",
    "limits.depth (line 3): expected at least 1",
  ]);
});

test.each([
  ["server: { port: 0, operations: { port: 0 } }"],
  ["server: { port: 4001, operations: { host: 127.0.0.2 } }"],
  ["server: { port: 4001 }"],
])("two listeners that cannot meet are no problem: %s", async (text) => {
  await expect(load(`${LOOPBACK}\n${text}`)).resolves.toBeDefined();
});

const HINT = 'inside of {} and [] a variable is quoted: "${NAME}"';

test.each([
  ["server: {port: ${X}}\nlog: { level: info }", `line 2: not valid YAML: unexpected token; ${HINT}`],
  ["server: {\n  port: ${X}\n}\nlog: { level: info }", `line 3: not valid YAML: unexpected token; ${HINT}`],
  ["meshes: [${X}]", `line 2: not valid YAML: missing char; ${HINT}`],
  ['server: { host: "${X}" }}', "line 2: not valid YAML: unexpected token"],
])("a variable that YAML takes for a brace is told how to be written: %s", async (text, problem) => {
  expect(await problemsOf(`${LOOPBACK}\n${text}`)).toEqual([problem]);
});

test("every problem is told at once", async () => {
  const problems = await problemsOf("server: { port: x, host: 0.0.0.0 }\nnope: 1\nredis: { url: '${URL}' }", {
    MESHGRAPH_REDIS_URL: "redis://x",
    MESHGRAPH_LOG_LEVEL: "loud",
  });

  expect(new Set(problems.map((problem) => problem.split(":")[0]))).toEqual(
    new Set([
      "MESHGRAPH_REDIS_URL",
      "access.loopback (line 1)",
      "log.level (MESHGRAPH_LOG_LEVEL)",
      "nope (line 2)",
      "redis (line 3)",
      "redis.url (line 3)",
      "server.host (line 1)",
      "server.port (line 1)",
    ]),
  );
});

test("an alias bomb is refused", async () => {
  const levels = ["a: &a [x, x, x, x, x, x, x, x, x]"];
  for (const [from, to] of ["ab", "bc", "cd", "de", "ef"])
    levels.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(", ")}]`);

  expect(await problemsOf(levels.join("\n"))).toEqual([expect.stringMatching(/aliases/)]);
});

test("a file that is not there is a problem", async () => {
  await expect(loadConfig("/nowhere/meshgraph.yaml", {})).rejects.toThrow(/nowhere.*\n.*there is no such file/);
});

test("a folder is no file", async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, "meshgraph.yaml"));

  await expect(loadConfig(undefined, {}, folder.path)).rejects.toThrow(
    /meshgraph\.yaml cannot be used:\n.*is a folder/,
  );
});

test("each value is printed with where it came from, and reads back", async () => {
  const text = `
${LOOPBACK}
server: { port: 1, host: "\${HOST}" }
kubernetes:
  kubeconfigs:
    - path: ./clusters
`;
  const environment = { HOST: "localhost", MESHGRAPH_PORT: "5000" };

  const { print, config } = await load(text, environment);

  const printed = print();
  expect(printed).toContain("host: ${HOST} # file, line 3\n");
  expect(printed).toContain("port: 5000 # environment, MESHGRAPH_PORT\n");
  expect(printed).toContain("- path: ./clusters # file, line 6\n");
  expect(printed).toContain('contexts: [ "*" ] # default\n');
  expect(printed).toContain("retention: 24h # default\n");
  const again = await load(printed, environment);
  expect(again.config.limits).toEqual(config.limits);
  expect(again.config.server).toEqual(config.server);
});

test("a secret is not printed", async () => {
  const { print } = await load(`${LOOPBACK}\nmeshes: [{ name: "https://me:canary@x", clusters: ["\${SECRET}"] }]`, {
    SECRET: "canary",
  });

  expect(print()).toContain("${SECRET}");
  expect(print()).toContain("https://me:***@x");
  expect(print()).not.toContain("canary");
});

test("what a program sets stands before the environment, which stands before its fallback", () => {
  const settings = { access: { loopback: true }, server: { port: 0 } };
  const unlessSet = { log: { level: "warn" }, limits: { depth: 5 } };

  const config = createConfig(settings, {
    unlessSet,
    environment: { MESHGRAPH_PORT: "1", MESHGRAPH_LOG_LEVEL: "debug" },
  });

  expect(config).toMatchObject({ server: { port: 0 }, log: { level: "debug" }, limits: { depth: 5 } });
  expect(() => createConfig({})).toThrow(ConfigError);
});

test("the example is valid", async () => {
  const { config } = await loadConfig(resolve("meshgraph.example.yaml"), { HOME: "/home/me" });

  expect(config.kubernetes.kubeconfigs).toMatchObject([{ path: "/home/me/.kube/config" }]);
  expect(config).toEqual(
    createConfig({ ...config, kubernetes: { kubeconfigs: config.kubernetes.kubeconfigs }, limits: {}, changelog: {} }),
  );
});

test("the example has every key of the schema that is no limit", async () => {
  const example = await readFile("meshgraph.example.yaml", "utf8");
  const { properties = {} } = configJsonSchema();
  const keys = Object.entries(properties).flatMap(([name, section]) =>
    name === "limits" || typeof section !== "object" ? [name] : [name, ...Object.keys(section.properties ?? {})],
  );

  expect(keys.filter((key) => !example.includes(`${key}:`))).toEqual([]);
});

test("every limit has a default and a reason", () => {
  const { limits } = configJsonSchema().properties ?? {};
  if (typeof limits !== "object") throw new Error("expected a section");

  const bare = Object.entries(limits.properties ?? {}).filter(
    ([, limit]) => typeof limit !== "object" || limit.default === undefined || (limit.description ?? "").length < 20,
  );
  expect(bare.map(([name]) => name)).toEqual([]);
});
