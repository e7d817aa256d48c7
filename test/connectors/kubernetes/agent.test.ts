import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect, Socket } from "node:net";
import type { Dispatcher } from "undici";
import { afterEach, expect, test, vi } from "vitest";
import { createAgent } from "../../../connectors/kubernetes/agent.ts";
import { createServerCertificate } from "../../../src/demo/certificate.ts";
import { eventually } from "../../support/eventually.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { connectionTo } from "../../support/start-reading.ts";

/** What Node asks of the kernel after the idle time: ten probes, a second apart. */
const PROBES_MS = 10_000;

afterEach(() => void vi.restoreAllMocks());

test("a path that swallows packets is noticed within 20 s", async () => {
  const keepAlive = vi.spyOn(Socket.prototype, "setKeepAlive");
  await using fake = await FakeKube.start();

  await ask(createAgent(connectionTo(fake.url)), fake.url, () => {});

  expect(keepAlive).toHaveBeenCalledOnce();
  const [enabled, idleMs = Infinity] = keepAlive.mock.calls[0] ?? [];
  expect(enabled).toBe(true);
  expect(idleMs + PROBES_MS).toBeLessThanOrEqual(20_000);
});

test.each(["http://api.test", "https://api.test"])("so, too, when %s is asked by a proxy", async (server) => {
  const keepAlive = vi.spyOn(Socket.prototype, "setKeepAlive");
  await using fake = await FakeKube.start();
  const proxy = createServer((_, response) => void response.end("{}"));
  proxy.on("connect", (_, client: Socket) => {
    const upstream = connect(Number(new URL(fake.url).port), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      client.pipe(upstream).pipe(client);
    });
    upstream.on("error", () => {});
    client.on("error", () => {});
  });
  await new Promise<void>((resolve) => void proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as AddressInfo;
  const agent = createAgent(connectionTo(server, { proxy: `http://127.0.0.1:${port}` }));

  // Over TLS the handshake fails here, after the options are set.
  await ask(agent, server, () => {}).catch(() => {});
  proxy.closeAllConnections();
  proxy.close();

  const delays = keepAlive.mock.calls.map(([, idleMs = Infinity]) => idleMs);
  expect(delays.length).toBeGreaterThan(0);
  expect(Math.max(...delays) + PROBES_MS).toBeLessThanOrEqual(20_000);
});

/** A state in /proc/net/tcp. */
const ESTABLISHED = "01";

/** Only Linux tells of its sockets' timers. */
const transports = process.platform === "linux" ? [false, true] : [];

test.each(transports)("the kernel waits at most 5 s for its first probe (TLS: %s)", async (secure) => {
  const { ca, certificate: cert, key } = await createServerCertificate("fake", ["127.0.0.1"]);
  await using fake = new FakeKube(secure ? { cert, key } : null);
  await fake.listen();
  let port = 0;
  fake.next("version", ({ response, serve }) => {
    port = response.socket?.remotePort ?? 0;
    serve();
  });

  const seconds = await ask(createAgent(connectionTo(fake.url, { ca })), fake.url, () =>
    eventually("nothing is on its way", async () => keepAliveOf(port, await readFile("/proc/net/tcp", "utf8"))),
  );

  expect(seconds).toBeLessThanOrEqual(5);
});

/** One request over an agent of its own, and a look while the socket is open. */
async function ask<T>(agent: Dispatcher, origin: string, look: () => T | Promise<T>): Promise<T> {
  const { body } = await agent.request({ origin, path: "/version", method: "GET" });
  await body.dump();
  const seen = await look();
  await agent.destroy();
  return seen;
}

/**
 * In how many seconds the socket with the local port is probed, by proc_net_tcp(5). Throws while another timer runs before it: what was
 * sent is not acknowledged yet.
 */
function keepAliveOf(port: number, table: string): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const rows = table.split("\n").map((line) => line.trim().split(/\s+/));
  // Another socket may have had the port, and waits for its end.
  const row = rows.find(([, address, , state]) => address?.endsWith(local) && state === ESTABLISHED);
  const [timer, hundredths = ""] = row?.[5]?.split(":") ?? [];
  if (timer !== "02") throw new Error(`its timer is ${timer}`);
  return Number.parseInt(hundredths, 16) / 100;
}
