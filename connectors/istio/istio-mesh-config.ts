import { parse } from "yaml";
import { IstioMeshConfig } from "../../schema/istio-mesh-config.ts";
import type { JsonObject } from "../../schema/kubernetes-object.ts";
import {
  DecodeError,
  objectIn,
  objectsIn,
  optionalObject,
  optionalString,
  requiredString,
  stringIn,
  stringsIn,
} from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";

/**
 * The ConfigMap that each control plane of a cluster has: `istio`, or `istio-<revision>`. What it leaves out is what istiod takes for it.
 * Source: istio pkg/config/mesh/mesh.go (DefaultMeshConfig).
 */
export const istioMeshConfig = kind({
  type: IstioMeshConfig,
  group: "",
  versions: ["v1"],
  plural: "configmaps",
  namespace: "istio-system",
  keep: (object) =>
    /^istio(-|$)/.test(requiredString(objectIn(object, "metadata"), "name")) &&
    objectIn(object, "data")["mesh"] !== undefined,
  read: (object, pool) => {
    const metadata = objectIn(object, "metadata");
    const revision = optionalString(objectIn(metadata, "labels"), "istio.io/rev", pool);
    const mesh = meshIn(objectIn(object, "data"));
    return {
      meshId: optionalString(objectIn(mesh, "defaultConfig"), "meshId", pool) || null,
      trustDomain: optionalString(mesh, "trustDomain", pool) || "cluster.local",
      revision: revision || requiredString(metadata, "name").slice("istio-".length) || "default",
      rootNamespace: optionalString(mesh, "rootNamespace", pool) || "istio-system",
      outboundMode: optionalString(objectIn(mesh, "outboundTrafficPolicy"), "mode", pool) ?? "ALLOW_ANY",
      defaultServiceExportTo: exportToIn(mesh, "defaultServiceExportTo"),
      defaultVirtualServiceExportTo: exportToIn(mesh, "defaultVirtualServiceExportTo"),
      defaultDestinationRuleExportTo: exportToIn(mesh, "defaultDestinationRuleExportTo"),
      serviceEntryVisibility: optionalObject(mesh, "serviceEntryVisibility"),
      discoverySelectors: objectsIn(mesh, "discoverySelectors"),
    };
  },
});

const everywhere: readonly string[] = Object.freeze(["*"]);

function exportToIn(mesh: JsonObject, key: string): readonly string[] {
  const said = stringsIn(mesh, key);
  return said.length === 0 ? everywhere : said;
}

function meshIn(data: JsonObject): JsonObject {
  let mesh: unknown;
  try {
    mesh = parse(stringIn(data, "mesh"), { logLevel: "error" });
  } catch (cause) {
    throw cause instanceof DecodeError ? cause : new DecodeError("mesh: expected YAML", { cause });
  }
  return objectIn({ mesh }, "mesh");
}
