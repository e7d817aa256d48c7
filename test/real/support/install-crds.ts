import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { eventually } from "../../support/eventually.ts";
import { KubeClient, type KubeTarget } from "../../support/kube-client.ts";
import { kubePath, type KubeResource } from "../../support/kube-path.ts";
import type { KubeDraft } from "../../support/kube-wire.ts";

export const customResourceDefinitions: KubeResource = {
  apiVersion: "apiextensions.k8s.io/v1",
  plural: "customresourcedefinitions",
  namespaced: false,
};

const Definition = z.object({
  spec: z.object({
    group: z.string(),
    names: z.object({ plural: z.string() }),
    scope: z.enum(["Cluster", "Namespaced"]),
    versions: z.array(z.object({ name: z.string(), served: z.boolean() })),
  }),
});

const discoveryMediaType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

const Discovery = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      versions: z.array(z.object({ version: z.string(), resources: z.array(z.object({ resource: z.string() })) })),
    }),
  ),
});

/** Reads the definitions in a folder of YAML files. */
export async function loadCrds(folder: string): Promise<KubeDraft[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).toSorted();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
  return texts
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => document.toJS() as KubeDraft | null)
    .filter((draft) => draft !== null);
}

/** Creates the definitions and waits until each version that they serve can be listed, and discovery, which comes later, tells of it. */
export async function installCrds(target: KubeTarget, definitions: readonly KubeDraft[]): Promise<void> {
  await using client = new KubeClient(target);
  await Promise.all(definitions.map((definition) => client.create(kubePath(customResourceDefinitions), definition)));
  const served = definitions.flatMap(servedResources);
  for (const resource of served)
    await eventually(`${resource.plural} are served`, () => client.list(kubePath(resource), { limit: 1 }));
  await eventually("discovery tells of all definitions", async () => {
    const told = await discoverResources(client);
    for (const { apiVersion, plural } of served)
      if (!told.has(`${apiVersion} ${plural}`)) throw new Error(`discovery does not tell of ${apiVersion} ${plural}`);
  });
}

async function discoverResources(client: KubeClient): Promise<ReadonlySet<string>> {
  const { body } = await client.request("GET", "/apis", { headers: { accept: discoveryMediaType } });
  return new Set(
    Discovery.parse(body).items.flatMap(({ metadata, versions }) =>
      versions.flatMap(({ version, resources }) =>
        resources.map(({ resource }) => `${metadata.name}/${version} ${resource}`),
      ),
    ),
  );
}

function servedResources(definition: KubeDraft): KubeResource[] {
  const { group, names, scope, versions } = Definition.parse(definition).spec;
  return versions
    .filter(({ served }) => served)
    .map(({ name }) => ({ apiVersion: `${group}/${name}`, plural: names.plural, namespaced: scope === "Namespaced" }));
}
