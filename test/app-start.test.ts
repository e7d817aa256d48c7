import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import request from "supertest";
import { expect, test } from "vitest";
import { startApp } from "../src/app.ts";
import { ConfigError, createConfig } from "../src/config.ts";
import { startDemoFleet } from "../src/demo/fleet.ts";
import { silent } from "../src/lib/logger.ts";
import { kubeconfig } from "./support/kubeconfig.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const configOf = (...paths: readonly string[]) =>
  createConfig({
    server: { port: 0 },
    kubernetes: { kubeconfigs: paths.map((path) => ({ path })) },
    access: { loopback: true },
  });

test("a gateway whose every kubeconfig is refused does not start: its answers would look complete", async () => {
  await using folder = await temporaryFolder();
  const broken = join(folder.path, "broken");
  await writeFile(broken, "contexts: 5");

  const started = startApp(configOf(join(folder.path, "none"), broken), { log: silent });

  await expect(started).rejects.toThrow(ConfigError);
  await expect(started).rejects.toThrow(new RegExp(`${folder.path}/none: .*[^]*${broken}: `));
});

test("a gateway without any kubeconfig starts, and has no clusters", async () => {
  await using app = await startApp(configOf(), { log: silent });

  await request(app.url).get("/readyz").expect(200);
  const { body } = await request(app.url).post("/graphql").send({ query: "{ clusters { totalCount } }" });

  expect(body).toEqual({ data: { clusters: { totalCount: 0 } } });
});

test("a cluster that is down does not hold readiness back, and is called what it is", async () => {
  await using folder = await temporaryFolder();
  await using fleet = await startDemoFleet({ seed: 1, changesPerSecond: 0 });
  const path = join(folder.path, "kubeconfig");
  await writeFile(path, fleet.kubeconfig, { mode: 0o600 });
  await using app = await startApp(configOf(path), { log: silent });

  const { text } = await request(app.url).get("/readyz?verbose").expect(200);

  expect(text.split("\n").toSorted()).toEqual(
    [
      "",
      "[+] cluster ap-1 is DOWN",
      "[+] cluster batch-1 ok",
      "[+] cluster eu-1 ok",
      "[+] cluster eu-2 ok",
      "[+] cluster hybrid-1 ok",
      "[+] cluster us-1 ok",
      "[+] serving ok",
      "ready",
    ].toSorted(),
  );
});

test("a start that is told to end does so at once, and what is there by then can be ended", async () => {
  await using folder = await temporaryFolder();
  // Accepts and says nothing: its first lists would be waited for.
  const silentServer = createServer().listen(0, "127.0.0.1");
  await once(silentServer, "listening");
  const server = `https://127.0.0.1:${(silentServer.address() as AddressInfo).port}`;
  const path = join(folder.path, "kubeconfig");
  await writeFile(path, kubeconfig({ "eu-1": { cluster: { server } } }), { mode: 0o600 });
  const stop = new AbortController();

  const starting = startApp(configOf(path), { log: silent, signal: stop.signal });
  await once(silentServer, "connection");
  stop.abort();
  const app = await starting;
  await request(app.url).get("/readyz").expect(503);
  await app[Symbol.asyncDispose]();
  silentServer.close();

  await expect(request(app.url).get("/livez")).rejects.toThrow("ECONNREFUSED");
});
