/** What one client may cost. The names are those of `limits` in meshgraph.yaml, where each default has its reason. Times in ms, sizes in bytes. */
export interface Limits {
  readonly bodySize: number;
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  readonly variableDepth: number;
  readonly cost: number;
  readonly errorsReturned: number;
  readonly executionTime: number;
  readonly responseSize: number;
  readonly scanObjects: number;
  readonly headersTime: number;
  readonly requestTime: number;
  readonly connections: number;
  readonly websocketMessageSize: number;
  readonly websocketInitTime: number;
  readonly operationsPerSocket: number;
  readonly subscriberQueue: number;
  readonly slowReaderTime: number;
}
