import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { downloadModule } from "./go-tool.ts";
import { cached } from "./tool-cache.ts";

const istio = { module: "istio.io/api", version: "v1.31.1", folders: ["kubernetes"] };
const karpenter = {
  module: "sigs.k8s.io/karpenter",
  version: "v1.12.0",
  folders: ["kwok/charts/crds", "kwok/apis/crds"],
};

/** The folder with the CustomResourceDefinitions of Istio and Karpenter, as YAML files, fetched from their Go modules. */
export function fetchCrds(): Promise<string> {
  return cached(`crds-istio-${istio.version}-karpenter-${karpenter.version}`, async (draft) => {
    for (const { module, version, folders } of [istio, karpenter]) {
      const { folder: source } = await downloadModule(module, version);
      for (const folder of folders) await copyDefinitions(join(source, folder), draft);
    }
  });
}

async function copyDefinitions(source: string, target: string): Promise<void> {
  const names = (await readdir(source)).filter((name) => name.endsWith(".yaml"));
  if (names.length === 0) throw new Error(`no definitions in ${source}`);
  await mkdir(target, { recursive: true });
  for (const name of names) await copyFile(join(source, name), join(target, name));
}
