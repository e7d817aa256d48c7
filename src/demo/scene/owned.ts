import { builtinResources } from "../builtin-resources.ts";
import { readDefinition } from "../definition.ts";
import { istioDefinitions } from "../definitions/istio.ts";
import { karpenterDefinitions } from "../definitions/karpenter.ts";
import { applyConfiguration } from "../fields/apply.ts";
import type { Scope } from "../fields/ownable-fields.ts";
import { trackUpdate } from "../fields/track-update.ts";
import type { JsonObject } from "../json.ts";
import type { KubeObject } from "../kube-object.ts";

const definitions = [...istioDefinitions, ...karpenterDefinitions];
const resourceByKind = new Map(
  [...builtinResources, ...definitions.map(readDefinition)].map((resource) => [resource.kind, resource]),
);

function scopeOf({ kind }: KubeObject, subresource?: string): Scope {
  const resource = resourceByKind.get(kind);
  const version = resource?.versions[0];
  if (resource === undefined || version === undefined) throw new Error(`no resource has the kind ${kind}`);
  return { schema: version.schema, custom: resource.custom, hasStatus: version.status, subresource };
}

/** The object with the ledger that it has when a controller of that name made it. */
export function madeBy(manager: string, object: KubeObject, time: string): KubeObject {
  const writer = { name: manager, operation: "Update", apiVersion: object.apiVersion, subresource: undefined } as const;
  return trackUpdate(undefined, object, scopeOf(object), writer, time);
}

/** The same for one that was applied, as by a GitOps tool. */
export function appliedBy(manager: string, object: KubeObject, time: string): KubeObject {
  const writer = { name: manager, operation: "Apply", apiVersion: object.apiVersion, subresource: undefined } as const;
  return applyConfiguration(undefined, { config: object, writer, force: false, time }, scopeOf(object));
}

/** The object with a status that a controller of that name reports. */
export function reportedBy(manager: string, object: KubeObject, status: JsonObject, time: string): KubeObject {
  const { apiVersion } = object;
  const writer = { name: manager, operation: "Update", apiVersion, subresource: "status" } as const;
  return trackUpdate(object, { ...object, status }, scopeOf(object, "status"), writer, time);
}
