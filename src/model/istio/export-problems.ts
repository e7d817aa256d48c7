import { isDnsLabel } from "./dns-name.ts";
import type { MeshWorld } from "./mesh-world.ts";
import type { ReportService } from "./service-problem-codes.ts";

/**
 * What is wrong with an exportTo. Source: istio pkg/config/validation/validation.go (validateExportTo); for namespaces that are not there
 * Kiali's KIA0005.
 */
export function checkExportTo(
  world: Pick<MeshWorld, "gaps" | "namespaceLabels">,
  exportTo: readonly string[],
  ownNamespace: string,
  report: ReportService,
): void {
  const seen = new Set<string>();
  for (const entry of exportTo) {
    const meant = entry === "." ? ownNamespace : entry;
    if (seen.has(meant)) report("EXPORT_DUPLICATE", `exportTo says "${entry}" though that is said already.`);
    seen.add(meant);
    if (["*", ".", "~"].includes(entry)) continue;
    if (!isDnsLabel(entry)) report("EXPORT_INVALID", `exportTo has "${entry}", which can be no namespace.`);
    else if (world.namespaceLabels(entry) === null && !world.gaps.some(({ what }) => what === "NAMESPACES"))
      report("EXPORT_NAMESPACE_NOT_FOUND", `exportTo names the namespace ${entry}, which is not there.`);
  }
  const others = exportTo.filter((entry) => entry !== "*" && entry !== "~").join(", ");
  if (exportTo.includes("*") && exportTo.length > 1)
    report("EXPORT_PUBLIC_WITH_OTHERS", `exportTo has * and also ${others || "~"}, which counts for nothing.`);
  else if (exportTo.includes("~") && exportTo.length > 1)
    report("EXPORT_NONE_WITH_OTHERS", `exportTo has ~, for nobody, and also ${others}.`);
}
