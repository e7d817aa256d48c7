import type { Condition } from "../../../schema/condition.ts";

/** Whether a node is short of something; null when its kubelet does not say. */
export interface NodePressure {
  readonly memory: boolean | null;
  readonly disk: boolean | null;
  /** Process ids. */
  readonly pid: boolean | null;
}

/** What a node is short of. Source: k8s.io/api core/v1 types.go (NodeConditionType); a silent kubelet's are set to Unknown. */
export function pressureOf(conditions: readonly Pick<Condition, "type" | "status">[]): NodePressure {
  const told = (type: string): boolean | null => {
    const status = conditions.find((condition) => condition.type === type)?.status;
    if (status === "True") return true;
    return status === "False" ? false : null;
  };
  return { memory: told("MemoryPressure"), disk: told("DiskPressure"), pid: told("PIDPressure") };
}
