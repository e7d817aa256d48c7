/** What puts an object before another: its age, then its name, then its namespace. */
export interface Aged {
  readonly createdSeconds: number;
  readonly name: string;
  readonly namespace: string | null;
}

/**
 * The order in which Istio looks at resources of a kind: the oldest first. Source: istio pilot/pkg/model/config.go
 * (configCompareByCreationTime), push_context.go (SortServicesByCreationTime).
 */
export function byAge(a: Aged, b: Aged): number {
  return (
    a.createdSeconds - b.createdSeconds ||
    compareText(a.name, b.name) ||
    compareText(a.namespace ?? "", b.namespace ?? "")
  );
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
