import type { MeshProblem, MeshRules, MeshService } from "./mesh-world.ts";
import type { ServiceProblemCode } from "./service-problem-codes.ts";

/**
 * ServiceEntries that have a host and a port in common and are seen by a namespace together, of which Istio takes one, or merges them: each
 * pair once, told with the later of the two. The services are those of one hostname. Source: istio pkg/config/analysis/analyzers/serviceentry
 * (ConflictingServiceEntryProtocolAnalyzer), Kiali's KIA1211 and KIA1212.
 */
export function hostConflicts(
  { defaultServiceExportTo }: Pick<MeshRules, "defaultServiceExportTo">,
  services: readonly MeshService[],
  isAsked: (later: MeshService) => boolean = () => true,
): readonly MeshProblem[] {
  const entries = services
    .filter(({ origin }) => origin === "SERVICE_ENTRY")
    .toSorted((a, b) => a.createdSeconds - b.createdSeconds);
  return entries.flatMap((later, index) => {
    if (!isAsked(later)) return [];
    const scope = scopeOf(later, defaultServiceExportTo);
    return entries
      .slice(0, index)
      .filter((earlier) => earlier.object !== later.object && earlier.host === later.host)
      .filter((earlier) => meets(scopeOf(earlier, defaultServiceExportTo), scope))
      .flatMap((earlier) => conflictsOf(earlier, later));
  });
}

function conflictsOf(earlier: MeshService, later: MeshService): readonly MeshProblem[] {
  const object = { type: "ServiceEntry", namespace: later.namespace, name: later.name };
  return later.ports.flatMap((port) => {
    const other = earlier.ports.find(({ number }) => number === port.number);
    if (other === undefined) return [];
    const code: ServiceProblemCode = other.protocol === port.protocol ? "SEVERAL_SERVICE_ENTRIES" : "PROTOCOL_CONFLICT";
    const protocols = code === "PROTOCOL_CONFLICT" ? ` as ${other.protocol}, not ${port.protocol}` : "";
    const message = `${earlier.namespace}/${earlier.name} has ${later.host} at port ${port.number} too${protocols}.`;
    return [{ code, message, object }];
  });
}

/** The namespaces that see a service; `*` for all. */
function scopeOf({ exportTo, namespace }: MeshService, byDefault: readonly string[]): ReadonlySet<string> {
  const said = exportTo.length > 0 ? exportTo : byDefault.length > 0 ? byDefault : ["*"];
  if (said.includes("*")) return new Set(["*"]);
  return said.includes("~") ? new Set() : new Set(said.map((entry) => (entry === "." ? namespace : entry)));
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.has("*") || b.has("*")) return a.size > 0 && b.size > 0;
  return [...a].some((namespace) => b.has(namespace));
}
