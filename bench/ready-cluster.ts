import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { realisticPod } from "../test/support/realistic-pod.ts";

export interface ReadyClusterOptions {
  readonly pods: number;
  readonly onWatch?: (response: ServerResponse) => void;
}

/** How many pods a page of a list has. */
export const PAGE = 500;

export interface ReadyCluster extends AsyncDisposable {
  readonly url: string;
}

/** An API server that lists pods in pages of ready bytes. What its watch says is up to `onWatch`; else it stays silent. */
export async function startReadyCluster({ pods, onWatch }: ReadyClusterOptions): Promise<ReadyCluster> {
  const list = { kind: "PodList", apiVersion: "v1" };
  const pages = Array.from({ length: pods / PAGE }, (_, page) => {
    const next = page + 1 < pods / PAGE ? String(page + 1) : "";
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
    if (url.searchParams.has("watch")) {
      response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
      return onWatch?.(response);
    }
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
