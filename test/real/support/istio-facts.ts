import { z } from "zod";
import type { KubeClient } from "../../support/kube-client.ts";
import type { KubeObject } from "../../support/kube-wire.ts";
import { endpointFact, hostFact, objectFact, serviceFact } from "./istiod-view.ts";

/** The groups of which istiod keeps the objects as they are. */
const groupVersions = [
  "networking.istio.io/v1",
  "networking.istio.io/v1beta1",
  "networking.istio.io/v1alpha3",
  "security.istio.io/v1",
  "telemetry.istio.io/v1",
  "extensions.istio.io/v1alpha1",
  "gateway.networking.k8s.io/v1",
] as const;

/** Served, and not read by istiod. */
const unread = new Set(["UDPRoute"]);

const Resources = z.object({ resources: z.array(z.object({ name: z.string(), kind: z.string() })) });
const ServiceEntrySpec = z.object({ hosts: z.array(z.string()) });
const EndpointSlice = z.object({
  endpoints: z
    .array(
      z.object({
        addresses: z.array(z.string()),
        conditions: z.object({ ready: z.boolean().nullish() }).nullish(),
        targetRef: z.object({ kind: z.string(), name: z.string(), namespace: z.string().optional() }).nullish(),
      }),
    )
    .nullish(),
});

/**
 * What an istiod over that API server shall hold, as lines: each object of Istio and of the Gateway API and each Service at its
 * resourceVersion, each host of a ServiceEntry, each ready address of an EndpointSlice. Objects of another revision are left out.
 */
export async function istioFacts(client: KubeClient): Promise<ReadonlySet<string>> {
  const facts = new Set<string>();
  for (const { kind, path } of await watchedKinds(client))
    for (const object of (await client.list(path)).items.filter(isOfThisRevision)) {
      facts.add(objectFact(object.apiVersion, kind, object.metadata));
      if (kind === "ServiceEntry") addHosts(facts, object);
    }
  for (const { metadata } of (await client.list("/api/v1/services")).items)
    facts.add(serviceFact(hostnameOf(metadata.name, metadata.namespace), metadata.resourceVersion));
  await addEndpoints(facts, client);
  return facts;
}

/** The kinds, each by the first of the versions that serves it. */
async function watchedKinds(client: KubeClient): Promise<{ readonly kind: string; readonly path: string }[]> {
  const kinds = new Map<string, { readonly kind: string; readonly path: string }>();
  for (const groupVersion of groupVersions) {
    const answer = await client.request("GET", `/apis/${groupVersion}`);
    if (answer.status === 404) continue;
    for (const { name, kind } of Resources.parse(answer.body).resources) {
      const key = `${groupVersion.split("/")[0]} ${kind}`;
      const isRead = !name.includes("/") && !unread.has(kind);
      if (isRead && !kinds.has(key)) kinds.set(key, { kind, path: `/apis/${groupVersion}/${name}` });
    }
  }
  return [...kinds.values()];
}

function isOfThisRevision({ metadata }: KubeObject): boolean {
  return (metadata.labels?.["istio.io/rev"] ?? "default") === "default";
}

function addHosts(facts: Set<string>, { metadata, ...object }: KubeObject): void {
  for (const host of ServiceEntrySpec.parse(object["spec"]).hosts)
    facts.add(hostFact(host, metadata.namespace ?? "", metadata.name));
}

/** An address is held back by istiod until the pod that it is of is there. */
async function addEndpoints(facts: Set<string>, client: KubeClient): Promise<void> {
  const pods = new Set(
    (await client.list("/api/v1/pods")).items.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`),
  );
  for (const { metadata, ...slice } of (await client.list("/apis/discovery.k8s.io/v1/endpointslices")).items) {
    const service = metadata.labels?.["kubernetes.io/service-name"];
    if (service === undefined) continue;
    for (const { addresses, conditions, targetRef } of EndpointSlice.parse(slice).endpoints ?? []) {
      const isThere =
        targetRef?.kind !== "Pod" || pods.has(`${targetRef.namespace ?? metadata.namespace}/${targetRef.name}`);
      if (conditions?.ready === false || !isThere) continue;
      for (const address of addresses) facts.add(endpointFact(hostnameOf(service, metadata.namespace), address));
    }
  }
}

function hostnameOf(name: string, namespace = ""): string {
  return `${name}.${namespace}.svc.cluster.local`;
}
