import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { downloadModule } from "./go-module.ts";
import { hashOfFolder } from "./hash-of-folder.ts";
import { cached } from "./tool-cache.ts";

/** A Go module that publishes definitions, and where. */
interface Publisher {
  readonly name: string;
  readonly module: string;
  readonly version: string;
  readonly folders: readonly string[];
  /** Which files; all where it is left out. */
  readonly only?: RegExp;
}

const publishers: readonly Publisher[] = [
  { name: "istio", module: "istio.io/api", version: "v1.31.1", folders: ["kubernetes"] },
  {
    name: "karpenter",
    module: "sigs.k8s.io/karpenter",
    version: "v1.12.0",
    folders: ["kwok/charts/crds", "kwok/apis/crds"],
  },
  {
    name: "aws",
    module: "github.com/aws/karpenter-provider-aws",
    version: "v1.15.1",
    folders: ["pkg/apis/crds"],
    // The other files are Karpenter's own definitions again, in another version.
    only: /^karpenter\.k8s\.aws_/,
  },
  {
    name: "gateway",
    module: "sigs.k8s.io/gateway-api",
    version: "v1.7.0",
    folders: ["config/crd/standard"],
    // There is a ValidatingAdmissionPolicy beside them.
    only: /^gateway\.networking\.k8s\.io_(?!vap_)/,
  },
];

/** The definitions that nobody publishes. */
const ours = fileURLToPath(new URL("definitions", import.meta.url));

/**
 * The folder with the CustomResourceDefinitions of Istio, the Gateway API, Karpenter and its AWS provider, fetched from their Go modules,
 * and of EKS and the AWS network policies, which are our own; as YAML files.
 */
export async function fetchCrds(): Promise<string> {
  const versions = publishers.map(({ name, version }) => `${name}-${version}`).join("-");
  return cached(`crds-${versions}-${await hashOfFolder(ours)}`, async (draft) => {
    for (const { module, version, folders, only } of publishers) {
      const { folder: source } = await downloadModule(module, version);
      for (const folder of folders) await copyDefinitions(join(source, folder), draft, only);
    }
    await copyDefinitions(ours, draft);
  });
}

async function copyDefinitions(source: string, target: string, only = /./): Promise<void> {
  const names = (await readdir(source)).filter((name) => name.endsWith(".yaml") && only.test(name));
  if (names.length === 0) throw new Error(`no definitions in ${source}`);
  await mkdir(target, { recursive: true });
  for (const name of names) await copyFile(join(source, name), join(target, name));
}
