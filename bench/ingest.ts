import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ClusterSource } from "../connectors/kubernetes/cluster-source.ts";
import { pod } from "../connectors/kubernetes/kinds/pod.ts";
import { Pod } from "../schema/pod.ts";
import { MemoryLog } from "../src/changelog/memory-log.ts";
import { SourceSink } from "../src/fleet/source-sink.ts";
import { silent } from "../src/lib/logger.ts";
import { Store } from "../src/store/store.ts";
import { realisticPod } from "../test/support/realistic-pod.ts";
import { connectionTo, quietTelemetry } from "../test/support/start-reading.ts";
import type { Figure } from "./measure.ts";
import { median } from "./measure.ts";

const PODS = 10_000;
const PAGE = 500;
const ROUNDS = 5;

/** Pods a second from an API server into the store, against fetch and JSON.parse of the same bytes. */
export async function ingest(): Promise<readonly Figure[]> {
  await using server = await servePods();
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [mine, theirs] = [await readByReflector(server.url), await readByFetch(server.url)];
    if (round > 0) ours.push(mine);
    if (round > 0) plain.push(theirs);
  }
  const ratios = ours.map((time, round) => (plain[round] ?? Number.NaN) / time);
  const value = (PODS * 1000) / median(ours);
  return [{ name: "ingest of pods", value, unit: "pods/s", baseline: "fetch + JSON.parse", ratio: median(ratios) }];
}

/** An API server that lists pods in pages of ready bytes, and whose watch stays silent. */
async function servePods(): Promise<AsyncDisposable & { readonly url: string }> {
  const list = { kind: "PodList", apiVersion: "v1" };
  const pages = Array.from({ length: PODS / PAGE }, (_, page) => {
    const next = page + 1 < PODS / PAGE ? String(page + 1) : "";
    const items = Array.from({ length: PAGE }, (__, number) => realisticPod(page * PAGE + number));
    return Buffer.from(JSON.stringify({ ...list, metadata: { resourceVersion: "900000000", continue: next }, items }));
  });
  const resources = {
    resource: "pods",
    responseKind: { kind: "Pod", version: "v1", group: "" },
    scope: "Namespaced",
    singularResource: "pod",
    verbs: ["list", "watch"],
  };
  const discovery = {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    items: [{ metadata: { name: "" }, versions: [{ version: "v1", resources: [resources] }] }],
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.searchParams.has("sendInitialEvents")) {
      const causes = [{ field: "sendInitialEvents" }];
      response.writeHead(422, { "content-type": "application/json" });
      return response.end(
        JSON.stringify({ kind: "Status", status: "Failure", reason: "Invalid", code: 422, details: { causes } }),
      );
    }
    if (url.searchParams.has("watch"))
      return response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
    if (url.pathname === "/api/v1/pods")
      return response
        .writeHead(200, { "content-type": "application/json" })
        .end(pages[Number(url.searchParams.get("continue") ?? 0)]);
    if (url.pathname === "/api" || url.pathname === "/apis") {
      response.writeHead(200, {
        "content-type": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
      });
      return response.end(JSON.stringify(url.pathname === "/api" ? discovery : { ...discovery, items: [] }));
    }
    const body =
      url.pathname === "/version"
        ? { gitVersion: "v1.37.2", major: "1", minor: "37" }
        : { kind: "Namespace", apiVersion: "v1", metadata: { name: "kube-system", uid: "u" } };
    return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Milliseconds from the start of a source until the store holds all. */
async function readByReflector(url: string): Promise<number> {
  const log = new MemoryLog({ maxAgeMs: 60_000, maxBytes: 1e6 });
  const store = new Store();
  await log.follow(store);
  const abort = new AbortController();
  const connection = connectionTo(url);
  const source = new ClusterSource({
    kinds: [pod],
    connection,
    log: silent,
    telemetry: quietTelemetry,
    build: "bench",
  });
  const start = performance.now();
  const all = new Promise<number>((resolve) => {
    store.listen({
      restarted: () => {},
      advanced: () => {
        if (store.of(Pod).size === PODS) resolve(performance.now() - start);
      },
    });
  });
  const sink = new SourceSink(log, await log.own(source.id), (error) => {
    throw error;
  });
  const run = source.run(sink, [], abort.signal);
  const time = await all;
  abort.abort();
  await run;
  return time;
}

async function readByFetch(url: string): Promise<number> {
  const start = performance.now();
  let count = 0;
  for (let next = "0"; next !== "";) {
    const response = await fetch(`${url}/api/v1/pods?limit=${PAGE}&continue=${next}`);
    const { items, metadata } = JSON.parse(await response.text()) as {
      items: object[];
      metadata: { continue: string };
    };
    count += items.length;
    next = metadata.continue;
  }
  if (count !== PODS) throw new Error("not all pods came");
  return performance.now() - start;
}
