/** What is counted. Units are in the names of the metrics that come of it (src/server/metrics.ts). */
export interface Telemetry {
  watchEvents(cluster: string, resource: string, count: number): void;
  watchRestart(cluster: string, resource: string, reason: string): void;
  upstreamRequest(service: string, operation: string, outcome: string, seconds: number): void;
  configReload(succeeded: boolean): void;
}
