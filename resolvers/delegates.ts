import type { JsonObject } from "../schema/kubernetes-object.ts";
import type { VirtualService } from "../schema/virtual-service.ts";

/** The VirtualServices that a route delegates to, as `namespace/name`. */
export function delegatesOf({ namespace, spec }: VirtualService): readonly string[] {
  const rules: readonly unknown[] = Array.isArray(spec["http"]) ? spec["http"] : [];
  return rules.flatMap((rule) => {
    const delegate = isObject(rule) ? rule["delegate"] : undefined;
    if (!isObject(delegate) || typeof delegate["name"] !== "string") return [];
    const inNamespace = typeof delegate["namespace"] === "string" ? delegate["namespace"] : "";
    return [`${inNamespace === "" ? namespace : inNamespace}/${delegate["name"]}`];
  });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
