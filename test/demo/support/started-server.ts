import { startApiServer, type ApiServerOptions, type DemoApiServer } from "../../../src/demo/api-server.ts";
import { istioDefinitions } from "../../../src/demo/definitions/istio.ts";
import type { KubeObject } from "../../../src/demo/kube-object.ts";
import { KubeClient } from "../../support/kube-client.ts";

export interface StartedServer extends AsyncDisposable {
  readonly server: DemoApiServer;
  readonly client: KubeClient;
}

/** A server with Istio's definitions and the namespace `shop`, and a client of it. */
export async function startServer(options: ApiServerOptions = {}): Promise<StartedServer> {
  const server = await startApiServer({
    ...options,
    objects: [...istioDefinitions, namespace("shop"), ...(options.objects ?? [])],
  });
  const client = new KubeClient(server);
  return {
    server,
    client,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

export function namespace(name: string): KubeObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name }, status: { phase: "Active" } };
}

export function configMap(name: string, data: Readonly<Record<string, string>> = {}, labels = {}): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "shop", labels }, data };
}

export function serviceEntry(name: string, spec = {}): KubeObject {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "ServiceEntry",
    metadata: { name, namespace: "shop" },
    spec: { hosts: [`${name}.example`], ...spec },
  };
}

export const configMaps = "/api/v1/namespaces/shop/configmaps";
export const serviceEntries = "/apis/networking.istio.io/v1/namespaces/shop/serviceentries";
export const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
