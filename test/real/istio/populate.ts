import { eventually } from "../../support/eventually.ts";
import { KubeError } from "../../support/kube-client.ts";
import type { KubeClient } from "../../support/kube-client.ts";
import { kubePath } from "../../support/kube-path.ts";
import type { KubeDraft } from "../../support/kube-wire.ts";
import type { IstioWorld } from "./world.ts";

const plurals: Readonly<Record<string, string>> = {
  Namespace: "namespaces",
  Service: "services",
  Pod: "pods",
  ConfigMap: "configmaps",
  Deployment: "deployments",
  EndpointSlice: "endpointslices",
  ServiceEntry: "serviceentries",
  VirtualService: "virtualservices",
  DestinationRule: "destinationrules",
  Sidecar: "sidecars",
  Gateway: "gateways",
  WorkloadEntry: "workloadentries",
};

const WRITERS = 16;

/** Creates the namespaces with these labels, then what is in them, wave by wave, so that what is of a later wave is younger. */
export async function populate(
  client: KubeClient,
  worlds: readonly (readonly [IstioWorld, Readonly<Record<string, string>>])[],
): Promise<void> {
  const namespaces = worlds.flatMap(([{ namespaces: names }, labels]) =>
    names.map((name) => namespace(name, { ...labels, place: name.slice(-1) })),
  );
  await createAll(client, namespaces);
  const waves = Math.max(...worlds.map(([world]) => world.waves.length));
  for (let wave = 0; wave < waves; wave++) {
    await createAll(
      client,
      worlds.flatMap(([world, labels]) => (world.waves[wave] ?? []).map((draft) => injected(draft, labels))),
    );
    await nextSecond(client);
  }
}

/** A pod says itself which control plane its sidecar is of, as the injector has it say. */
function injected(draft: KubeDraft, annotations: Readonly<Record<string, string>>): KubeDraft {
  return draft.kind === "Pod" ? { ...draft, metadata: { ...draft.metadata, annotations } } : draft;
}

export function namespace(name: string, labels: Readonly<Record<string, string>>): KubeDraft {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

export async function createAll(client: KubeClient, drafts: readonly KubeDraft[]): Promise<void> {
  const queue = drafts.values();
  const writer = async (): Promise<void> => {
    for (const draft of queue) await create(client, draft);
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

async function create(client: KubeClient, draft: KubeDraft): Promise<void> {
  const { apiVersion, kind, metadata } = draft;
  const resource = { apiVersion, plural: plurals[kind] ?? "", namespaced: metadata.namespace !== undefined };
  try {
    await client.create(kubePath(resource, metadata.namespace), draft);
  } catch (error) {
    if (error instanceof KubeError) throw new Error(`${error.message}: ${JSON.stringify(draft)}`, { cause: error });
    throw error;
  }
}

/** Comes back in a later second of the API server's clock, by which it stamps what it creates. */
async function nextSecond(client: KubeClient): Promise<void> {
  const before = await stamp(client);
  await eventually("another second", async () => {
    if ((await stamp(client)) === before) throw new Error(`it is still ${before}`);
  });
}

async function stamp(client: KubeClient): Promise<string> {
  const draft = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "clock", namespace: "default" } };
  const { metadata } = await client.create("/api/v1/namespaces/default/configmaps", draft, { dryRun: "All" });
  return metadata.creationTimestamp;
}
