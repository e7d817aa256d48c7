import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { RunningApp, World } from "../../src/cli/command.ts";
import { run } from "../../src/cli/run.ts";
import { incidentSummaries } from "../../src/demo/scene/incidents/summaries.ts";
import { kubeconfig } from "../support/kubeconfig.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const nothing = () => Promise.reject(new Error("nothing is started here"));

/** Runs a command line that starts nothing. */
const command = (...args: readonly string[]) => commandIn({}, ...args);

/** Runs a command line in a world that has these programs. */
async function commandIn(programs: Partial<World>, ...args: readonly string[]) {
  const out: string[] = [];
  const told: string[] = [];
  const world = {
    startApp: nothing,
    startDemoFleet: nothing,
    ...programs,
    print: (line: string) => void out.push(line),
    tell: (line: string) => void told.push(line),
  };
  return { code: await run(args, world), out: out.join("\n"), told: told.join("\n") };
}

test.each([
  [["frobnicate"], /there is no command "frobnicate"\ntry: \.\/meshgraph help$/],
  [["constructor"], /there is no command "constructor"/],
  [["dmeo"], /there is no command "dmeo": did you mean demo\?\ntry: \.\/meshgraph help$/],
  [["serv"], /did you mean serve\?/],
  [["formt"], /did you mean format\?/],
  [["de"], /did you mean dev\?/],
  [["dx"], /there is no command "dx"\n/],
  [["x"], /there is no command "x"\n/],
  [["check"], /check is run by the launcher, \.\/meshgraph/],
  [["serve", "--prot", "1"], /Unknown option '--prot'\ntry: \.\/meshgraph help serve$/],
  [["serve", "--port", "1"], /the port of serve is server\.port of the configuration, or MESHGRAPH_PORT/],
  [["serve", "--host", "::1"], /the host of serve is server\.host of the configuration/],
  [["serve", "file.yaml"], /nothing is known about "file\.yaml"/],
  [["demo", "--port"], /^meshgraph: --port expects a value\ntry/],
  [["demo", "--port", "--host"], /^meshgraph: --port expects a value\ntry/],
  [["serve", "-c"], /^meshgraph: --config expects a value\ntry/],
  [["demo", "--port", "-1"], /^meshgraph: --port expects a whole number\ntry/],
  [["demo", "--port", "99999"], /^meshgraph: --port: expected at most 65535\ntry/],
  [["demo", "--host", "0.0.0.0"], /^meshgraph: --host: (?!.*access\.).*loopback only.*\ntry/],
  [["demo", "--host", "x", "--port", "99999"], /--host: .*; --port: /],
  [["demo", "--port", "http"], /--port expects a whole number/],
  [["demo", "--seed", "-1"], /^meshgraph: --seed expects a whole number\ntry/],
  [["demo", "--seed", "1e3"], /--seed expects a whole number/],
  [
    ["demo", "--incident", "cert-expiry"],
    /--incident: there is no "cert-expiry" \(gateway-loses-nodes, .*revoked-right\)\ntry/,
  ],
  [["demo", "--incident", "toString"], /--incident: there is no "toString" \(/],
  [["demo", "--incident", "two-owner"], /--incident: there is no "two-owner": did you mean two-owners\? \(/],
  [["demo", "--incident"], /^meshgraph: --incident expects a value\ntry/],
  [["demo", "--replicas", "3"], /--replicas: this part of meshgraph is not there yet/],
  [["config"], /validate, print, schema/],
  [["config", "toString"], /validate, print, schema/],
  [["config", "print", "again"], /nothing is known about "again"/],
  [["version", "x"], /nothing is known about "x"/],
  [["help", "x"], /there is no command "x"\ntry: \.\/meshgraph help$/],
  [["help", "dem"], /did you mean demo\?/],
])("%j is a usage error with a hint", async (args, message) => {
  const { code, out, told } = await command(...args);

  expect(told).toMatch(message);
  expect(code).toBe(64);
  expect(out).toBe("");
});

test.each([[[]], [["help"]], [["--help"]], [["-h"]]])("%j tells of every command", async (args) => {
  const { code, out } = await command(...args);

  expect(code).toBe(0);
  for (const name of ["demo", "serve", "config", "version", "test", "check", "help", "dev", "generate", "format"])
    expect(out).toContain(`\n  ${name} `);
  expect(out).toMatch(/ help [^]*To change meshgraph itself:\n {2}test [^]* dev /);
});

test.each(["demo", "serve", "config", "version", "test", "check", "help", "dev", "generate", "format"])(
  "help %s tells how it is called",
  async (name) => {
    const { code, out } = await command("help", name);

    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^\\./meshgraph ${name}`));
  },
);

test("help demo tells of every incident", async () => {
  const { out } = await command("help", "demo");

  for (const [name, summary] of Object.entries(incidentSummaries)) expect(out).toMatch(`${name} `.padEnd(20) + summary);
});

test("an incident is handed to the fleet, and is told of", async () => {
  const asked: unknown[] = [];
  const startDemoFleet: World["startDemoFleet"] = (options) => {
    asked.push(options);
    return Promise.resolve(fleet);
  };
  const startApp: World["startApp"] = () => {
    setImmediate(() => process.emit("SIGTERM"));
    return Promise.resolve({ url: "http://127.0.0.1:1", [Symbol.asyncDispose]: () => Promise.resolve() });
  };

  const { code, told } = await commandIn(
    { startApp, startDemoFleet },
    "demo",
    "--seed",
    "4",
    "--incident",
    "two-owners",
  );

  expect(asked).toEqual([{ seed: 4, incident: "two-owners" }]);
  expect(told).toContain(`in some seconds: ${incidentSummaries["two-owners"]}`);
  expect(code).toBe(0);
});

test("a command tells about itself", async () => {
  expect(await command("serve", "--help")).toEqual(await command("help", "serve"));
});

test.each([[["version"]], [["--version"]]])("%j is the package's", async (args) => {
  const { code, out } = await command(...args);

  expect(code).toBe(0);
  expect(out).toMatch(/^meshgraph \d+\.\d+\.\d+/);
});

test.each([[["serve"]], [["config", "validate"]], [["config", "print"]]])(
  "%j with a wrong file is a configuration error",
  async (args) => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "meshgraph.yaml");
    await writeFile(file, "server: { port: x }\nnope: 1");

    const { code, told } = await command(...args, "--config", file);

    expect(code).toBe(78);
    expect(told).toContain(`${file} cannot be used:`);
    expect(told).toContain("server.port (line 1)");
    expect(told).toContain("nope (line 2)");
  },
);

test("a wrong port of the environment is no option of the demo", async () => {
  vi.stubEnv("MESHGRAPH_PORT", "abc");

  const { code, told } = await command("demo");

  expect(code).toBe(78);
  expect(told).toContain("server.port (MESHGRAPH_PORT): expected a whole number");
  vi.unstubAllEnvs();
});

const fleet = { kubeconfig: "", [Symbol.asyncDispose]: () => Promise.resolve() };

/** Runs a command line whose gateway cannot listen. */
function failing(code: string, at: { readonly port: number; readonly address: string }, ...args: readonly string[]) {
  const error = Object.assign(new Error(`listen ${code}`), { code, syscall: "listen", ...at });
  const programs = { startApp: () => Promise.reject(error), startDemoFleet: () => Promise.resolve(fleet) };
  return commandIn(programs, ...args);
}

test.each([
  ["EADDRINUSE", 75, /^meshgraph: port 80 of 127\.0\.0\.1 is taken: .* with --port$/],
  ["EACCES", 1, /^meshgraph: this user may not listen on port 80 of 127\.0\.0\.1: .* with --port$/],
  ["EADDRNOTAVAIL", 1, /^meshgraph: 127\.0\.0\.1 is no address of this machine: .* with --host$/],
])("a demo that cannot listen says so in a sentence: %s", async (reason, exitCode, message) => {
  const { code, told } = await failing(reason, { port: 80, address: "127.0.0.1" }, "demo", "--port", "80");

  expect(told).toMatch(message);
  expect(code).toBe(exitCode);
});

test.each([
  ["EADDRINUSE", { port: 4000, address: "127.0.0.1" }, "server.port or MESHGRAPH_PORT"],
  ["EADDRINUSE", { port: 4001, address: "127.0.0.1" }, "server.operations.port"],
  ["EADDRNOTAVAIL", { port: 4000, address: "127.0.0.1" }, "server.host"],
  ["EADDRNOTAVAIL", { port: 4001, address: "127.0.0.1" }, "server.operations.host"],
])("serve names the keys of the listener that cannot listen: %s %j", async (reason, at, keys) => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "meshgraph.yaml");
  await writeFile(file, "access: { loopback: true }\nserver: { port: 4000, operations: { port: 4001 } }");

  const { told } = await failing(reason, at, "serve", "--config", file);

  expect(told.slice(told.lastIndexOf(" with "))).toBe(` with ${keys}`);
});

test("serve on one port of two addresses names the keys of the address that is taken", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "meshgraph.yaml");
  await writeFile(
    file,
    "access: { loopback: true }\nserver: { port: 4000, operations: { host: 127.0.0.2, port: 4000 } }",
  );
  const serve = ["serve", "--config", file];

  const { told } = await failing("EADDRINUSE", { port: 4000, address: "127.0.0.1" }, ...serve);
  const { told: other } = await failing("EADDRINUSE", { port: 4000, address: "127.0.0.2" }, ...serve);

  expect(told).toMatch(/ with server\.port or MESHGRAPH_PORT$/);
  expect(other).toMatch(/ with server\.operations\.port$/);
});

test("a gateway that is stopped while it starts is ended, and is never called ready", async () => {
  let disposed = false;
  const startApp: World["startApp"] = async (_, { signal }) => {
    const stopped = once(signal, "abort");
    process.emit("SIGTERM");
    await stopped;
    const app: RunningApp = {
      url: "http://127.0.0.1:1",
      [Symbol.asyncDispose]: () => {
        disposed = true;
        return Promise.resolve();
      },
    };
    return app;
  };

  const { code, told, out } = await commandIn({ startApp, startDemoFleet: () => Promise.resolve(fleet) }, "demo");

  expect({ code, told, out, disposed }).toEqual({
    code: 0,
    told: "meshgraph was stopped before it was ready",
    out: "",
    disposed: true,
  });
});

test("config validate tells which clusters there would be, and what would be refused", async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, "clusters"));
  await writeFile(join(folder.path, "clusters", "a"), kubeconfig({ "eu-1": {}, "eu-2": {} }));
  await writeFile(join(folder.path, "clusters", "b"), "{");
  const file = join(folder.path, "meshgraph.yaml");
  await writeFile(file, "access: { loopback: true }\nkubernetes: { kubeconfigs: [{ path: clusters }] }");

  const { code, out, told } = await command("config", "validate", "-c", file);

  expect(code).toBe(78);
  expect(out).toBe("clusters: eu-1, eu-2");
  expect(told).toContain(`would be refused: ${join(folder.path, "clusters", "b")}: not valid YAML`);
});

test("config validate tells of contexts that match nothing, which is no fault", async () => {
  await using folder = await temporaryFolder();
  const clusters = join(folder.path, "clusters");
  await writeFile(clusters, kubeconfig({ "eu-1": {}, "eu-2": {} }));
  const file = join(folder.path, "meshgraph.yaml");
  await writeFile(
    file,
    'access: { loopback: true }\nkubernetes: { kubeconfigs: [{ path: clusters, contexts: ["zz-*"] }] }',
  );

  const { code, out, told } = await command("config", "validate", "-c", file);

  expect(code).toBe(0);
  expect(out).toBe(`${file} is valid\nclusters: none`);
  expect(told).toBe(`warning: ${clusters}: none of its contexts is meant by "zz-*"; it has "eu-1", "eu-2"`);
});

test("help config says when validate fails", async () => {
  expect((await command("help", "config")).out).toMatch(/validate .*would be refused.* 78/);
});

test("config print begins with the file", async () => {
  const { code, out } = await command("config", "print", "--config", "meshgraph.example.yaml");

  expect(code).toBe(0);
  expect(out).toMatch(/^# \/.*meshgraph\.example\.yaml\nserver:\n/);
});

test("config schema is JSON Schema", async () => {
  const { code, out } = await command("config", "schema");

  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema", type: "object" });
});

test("what nobody expected is told and is a failure", async () => {
  const { code, told } = await command("demo");

  expect(code).toBe(1);
  expect(told).toContain("nothing is started here");
});
