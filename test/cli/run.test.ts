import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { kubeconfig } from "../support/kubeconfig.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const nothing = () => Promise.reject(new Error("nothing is started here"));

/** Runs a command line that starts nothing. */
async function command(...args: readonly string[]) {
  const out: string[] = [];
  const told: string[] = [];
  const world = {
    startApp: nothing,
    startDemoFleet: nothing,
    print: (line: string) => void out.push(line),
    tell: (line: string) => void told.push(line),
  };
  return { code: await run(args, world), out: out.join("\n"), told: told.join("\n") };
}

test.each([
  [["frobnicate"], /there is no command "frobnicate"\ntry: \.\/meshgraph help$/],
  [["constructor"], /there is no command "constructor"/],
  [["serve", "--port", "1"], /Unknown option '--port'\ntry: \.\/meshgraph help serve$/],
  [["serve", "file.yaml"], /nothing is known about "file\.yaml"/],
  [["demo", "--port"], /--port/],
  [["demo", "--port", "http"], /--port expects a whole number/],
  [["demo", "--seed", "-1"], /--seed/],
  [["demo", "--seed", "1e3"], /--seed expects a whole number/],
  [["demo", "--incident", "cert-expiry"], /--incident: this part of meshgraph is not there yet/],
  [["demo", "--replicas", "3"], /--replicas: this part of meshgraph is not there yet/],
  [["config"], /validate, print, schema/],
  [["config", "toString"], /validate, print, schema/],
  [["config", "print", "again"], /nothing is known about "again"/],
  [["version", "x"], /nothing is known about "x"/],
  [["help", "x"], /there is no command "x"/],
])("%j is a usage error with a hint", async (args, message) => {
  const { code, out, told } = await command(...args);

  expect(told).toMatch(message);
  expect(code).toBe(64);
  expect(out).toBe("");
});

test.each([[[]], [["help"]], [["--help"]], [["-h"]]])("%j tells of every command", async (args) => {
  const { code, out } = await command(...args);

  expect(code).toBe(0);
  for (const name of ["demo", "serve", "config", "version", "test", "check", "help"])
    expect(out).toContain(`  ${name} `);
});

test.each(["demo", "serve", "config", "version", "test", "check", "help"])(
  "help %s tells how it is called",
  async (name) => {
    const { code, out } = await command("help", name);

    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^\\./meshgraph ${name}`));
  },
);

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

test("a demo on an address that others reach is refused before it starts", async () => {
  const { code, told } = await command("demo", "--host", "0.0.0.0");

  expect(code).toBe(78);
  expect(told).toContain("server.host");
});

test("config validate tells which clusters there would be, and what would be refused", async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, "clusters"));
  await writeFile(join(folder.path, "clusters", "a"), kubeconfig({ "eu-1": {}, "eu-2": {} }));
  await writeFile(join(folder.path, "clusters", "b"), "{");
  const file = join(folder.path, "meshgraph.yaml");
  await writeFile(file, "access: { loopback: true }\nkubernetes: { kubeconfigs: [{ path: clusters }] }");

  const { code, out, told } = await command("config", "validate", "-c", file);

  expect(code).toBe(0);
  expect(out).toBe(`${file} is valid\nclusters: eu-1, eu-2`);
  expect(told).toContain(`would be refused: ${join(folder.path, "clusters", "b")}: not valid YAML`);
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
