import type { ServiceEntry } from "../../../schema/service-entry.ts";
import type { Sidecar } from "../../../schema/sidecar.ts";
import type { MeshProblem } from "./mesh-world.ts";
import { objectIn } from "./read-spec.ts";
import type { ServiceProblemCode } from "./service-problem-codes.ts";

const CODE: ServiceProblemCode = "SELECTS_NOTHING";

/**
 * Whether a ServiceEntry or Sidecar has a workloadSelector that fits none of the workloads of its namespace, of which the caller has
 * counted those that fit; null when that is not known. Source: istio pkg/config/analysis/analyzers/sidecar/selector.go (IST0101).
 */
export function selectionProblems(object: ServiceEntry | Sidecar, fitting: number | null): readonly MeshProblem[] {
  const isEntry = "hosts" in object;
  const selector = isEntry ? object.workloadSelector : objectIn(object.spec, "workloadSelector");
  if (selector === null || fitting !== 0) return [];
  const namespace = object.namespace ?? "";
  const message = `Its workloadSelector ${JSON.stringify(selector)} fits no workload of namespace ${namespace}.`;
  return [
    { code: CODE, message, object: { type: isEntry ? "ServiceEntry" : "Sidecar", namespace, name: object.name } },
  ];
}
