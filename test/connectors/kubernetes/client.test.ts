import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { KubernetesClient } from "../../../connectors/kubernetes/client.ts";
import { answer, refuse, stall } from "../../support/fake-behaviour.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { connectionTo, quietTelemetry } from "../../support/start-reading.ts";
import { TestClock } from "../../support/test-clock.ts";

function ask(signal = new AbortController().signal): { readonly operation: string; readonly signal: AbortSignal } {
  return { operation: "version", signal };
}

test("a redirect is a refusal, and nothing follows it", async () => {
  await using fake = await FakeKube.start();
  fake.next("version", ({ response }) => response.writeHead(302, { location: "/elsewhere" }).end());
  await using client = new KubernetesClient(connectionTo(fake.url), new TestClock(), quietTelemetry);

  await expect(client.get("/version", ask())).rejects.toMatchObject({ name: "ApiError", status: 302 });
  expect(fake.requests).toHaveLength(1);
});

test("an API server below a path is asked there", async () => {
  await using fake = await FakeKube.start();
  fake.always.set("other", answer({ gitVersion: "v1" }));
  fake.always.set("version", answer({ gitVersion: "v1" }));
  await using client = new KubernetesClient(
    connectionTo(`${fake.url}/k8s/clusters/c-1`),
    new TestClock(),
    quietTelemetry,
  );

  await client.get("/version", ask());

  expect(fake.requests[0]?.path).toBe("/k8s/clusters/c-1/version");
});

test("a Status is read once: its status, reason, causes and when to come back", async () => {
  await using fake = await FakeKube.start();
  fake.next("version", refuse(429, "TooManyRequests", { "retry-after": "7" }));
  await using client = new KubernetesClient(connectionTo(fake.url), new TestClock(), quietTelemetry);

  await expect(client.get("/version", ask())).rejects.toMatchObject({
    name: "ApiError",
    status: 429,
    reason: "TooManyRequests",
    retryAfterMs: 7000,
    message: "HTTP 429: TooManyRequests says the fake",
  });
});

test("each request is counted with what came of it", async () => {
  const counted: string[] = [];
  const telemetry = {
    ...quietTelemetry,
    upstreamRequest: (...[service, operation, outcome]: string[]) => counted.push(`${service} ${operation} ${outcome}`),
  };
  await using fake = await FakeKube.start();
  fake.next("version", ({ serve }) => serve(), refuse(403, "Forbidden"));
  await using client = new KubernetesClient(connectionTo(fake.url), new TestClock(), {
    ...telemetry,
    upstreamRequest: (...args) => void telemetry.upstreamRequest(...(args as unknown as string[])),
  });

  await client.get("/version", ask());
  await client.get("/version", ask()).catch(() => {});

  expect(counted).toEqual(["kubernetes version ok", "kubernetes version FORBIDDEN"]);
});

test("a request ends with its signal, and with its deadline", async () => {
  await using fake = await FakeKube.start();
  fake.next("version", stall, stall);
  const clock = new TestClock();
  await using client = new KubernetesClient(connectionTo(fake.url), clock, quietTelemetry);
  const abort = new AbortController();

  const ended = client.get("/version", ask(abort.signal)).catch((error: unknown) => error);
  abort.abort(new Error("enough"));
  expect(await ended).toMatchObject({ message: "enough" });
  const late = client.get("/version", ask()).catch((error: unknown) => error);
  await clock.advance(60_000);
  expect(await late).toMatchObject({ code: "TIMEOUT" });
});

test("a credential that cannot be had is a failure like any other", async () => {
  await using fake = await FakeKube.start();
  const authorization = (): Promise<never> => Promise.reject(new Error("no token file"));
  await using client = new KubernetesClient(connectionTo(fake.url, { authorization }), new TestClock(), quietTelemetry);

  await expect(client.get("/version", ask())).rejects.toThrow("no token file");
  expect(fake.requests).toEqual([]);
});

test("an answer that unpacks to more than an answer may be is not read to its end", async () => {
  await using fake = await FakeKube.start();
  const bomb = gzipSync(Buffer.alloc(129 << 20, " "), { level: 1 });
  fake.next("version", ({ response }) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    response.end(bomb);
  });
  await using client = new KubernetesClient(connectionTo(fake.url), new TestClock(), quietTelemetry);

  await expect(client.get("/version", ask())).rejects.toMatchObject({ code: "ANSWER_TOO_LARGE" });
});
