import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { startChild } from "../support/child.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

// A process takes a second to start, and several start at once.
vi.setConfig({ testTimeout: 60_000 });

const fake = fileURLToPath(new URL("../support/fake-main.ts", import.meta.url));

test.each(["SIGINT", "SIGTERM"] as const)("%s stops the demo in order and it ends well", async (signal) => {
  await using demo = startChild(fake, ["demo", "--port", "0", "--seed", "7"]);
  await demo.wrote("stderr", /meshgraph is ready: http:\/\/127\.0\.0\.1:\d+\/graphql\n/);

  demo.signal(signal);

  expect(await demo.ended).toBe(0);
  expect(demo.written.stderr).toMatch(/fleet: seed 7\n[^]*ready[^]*stopping[^]*app: closed\nfleet: closed\n$/);
});

test("a second signal ends the process at once, and its private file with it", async () => {
  await using demo = startChild(fake, ["demo", "--port", "0"], { FAKE_CLOSE: "600000" });
  const [, file = ""] = await demo.wrote("stderr", /"path":"([^"]+)"/);
  await demo.wrote("stderr", /is ready/);
  demo.signal("SIGTERM");
  await demo.wrote("stderr", /is stopping/);

  demo.signal("SIGTERM");

  expect(await demo.ended).toBe(143);
  expect(existsSync(dirname(file))).toBe(false);
});

test("a signal while it starts stops it", async () => {
  await using demo = startChild(fake, ["demo", "--port", "0"], { FAKE_START: "600000" });
  await demo.wrote("stderr", /app: /);

  demo.signal("SIGINT");

  expect(await demo.ended).toBe(0);
  expect(demo.written.stderr).toMatch(/stopped before it was ready\napp: closed\nfleet: closed\n$/);
  expect(demo.written.stdout).toBe("");
});

test("the fleet's kubeconfig is for this user only, and is gone afterwards", async () => {
  await using demo = startChild(fake, ["demo", "--port", "0"]);
  const [, file = ""] = await demo.wrote("stderr", /"path":"([^"]+)"/);

  expect(await readFile(file, "utf8")).toBe("the fleet's kubeconfig");
  expect([(await stat(file)).mode & 0o777, (await stat(dirname(file))).mode & 0o777]).toEqual([0o600, 0o700]);

  await demo.wrote("stderr", /is ready/);
  demo.signal("SIGTERM");
  await demo.ended;
  expect(existsSync(dirname(file))).toBe(false);
});

test("the demo prints a question and a subscription that a shell understands", async () => {
  await using demo = startChild(fake, ["demo", "--port", "0"]);
  await demo.wrote("stdout", /stops the demo/);
  const commands = demo.written.stdout.match(/ {2}curl (?:.*\\\n)?.*\n/g) ?? [];

  const queries = await Promise.all(
    commands.map(async (command) => {
      const { stdout } = await promisify(execFile)("sh", ["-c", `curl() { printf '%s\\n' "$@"; }\n${command}`]);
      return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as object;
    }),
  );

  expect(queries).toEqual([
    { query: expect.stringMatching(/^\{ serviceEntries/) },
    { query: expect.stringMatching(/^subscription \{ changes/) },
  ]);
  expect(commands[1]).toContain("curl -sN");
  expect(commands[1]).toContain("text/event-stream");
});

test("a port that is taken is told by its number", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" ? String(address?.port) : "";

  await using demo = startChild(fake, ["demo", "--port", port]);

  expect(await demo.ended).toBe(75);
  expect(demo.written.stderr).toContain(`port ${port} of 127.0.0.1 is taken`);
  other.close();
});

test("serve runs what its configuration says, and the environment", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "my.yaml");
  await writeFile(
    file,
    "access: { loopback: true }\nserver: { port: 1 }\nkubernetes: { kubeconfigs: [{ path: clusters }] }",
  );
  const env = { MESHGRAPH_CONFIG: file, MESHGRAPH_PORT: "0", MESHGRAPH_LOG_LEVEL: "error" };
  await using serve = startChild(fake, ["serve"], env);

  await serve.wrote("stderr", /is ready/);

  expect(serve.written.stderr).toContain(join(folder.path, "clusters"));
  expect(serve.written.stderr).toContain("} error\n");
});

test("the program itself answers without starting anything", async () => {
  await using version = startChild("src/main.ts", ["version"]);
  await using wrong = startChild("src/main.ts", ["nope"]);

  expect(await version.ended).toBe(0);
  expect(version.written.stdout).toMatch(/^meshgraph /);
  expect(await wrong.ended).toBe(64);
  expect(wrong.written.stdout).toBe("");
});
