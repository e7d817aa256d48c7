import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { fieldOf, isObject } from "./read-spec.ts";
import type { ReportService } from "./service-problem-codes.ts";

/** What is wrong with a workloadSelector. Source: istio pkg/config/validation/validation.go (ValidateAlphaWorkloadSelector). */
export function checkWorkloadSelector(selector: JsonObject, report: ReportService): void {
  const labels = fieldOf(selector, "labels") ?? {};
  if (!isObject(labels)) {
    report("INVALID_SPEC", `workloadSelector.labels is ${JSON.stringify(labels)}, but should be an object.`);
    return;
  }
  if (Object.keys(labels).length === 0)
    report("SELECTOR_WITHOUT_LABELS", "workloadSelector has no labels, so it fits every workload of the namespace.");
  for (const [key, value] of Object.entries(labels)) {
    if (typeof value !== "string")
      report("INVALID_SPEC", `workloadSelector's label ${key} is ${JSON.stringify(value)}, but should be a text.`);
    else if (key === "" || key.includes("*") || value.includes("*"))
      report("SELECTOR_INVALID", `workloadSelector has the label "${key}=${value}", which fits nothing.`);
  }
}
