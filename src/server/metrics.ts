import { PrometheusExporter, PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import type { Telemetry } from "../ports.ts";
import type { OperationMetrics } from "./gateway.ts";
import type { SubscriptionFigure } from "./subscription-figures.ts";

/** What gauges are read from at the moment of a scrape. */
export interface Observed {
  readonly sources: readonly {
    readonly cluster: string;
    readonly source: string;
    readonly up: boolean;
    readonly stalenessSeconds: number | null;
  }[];
  readonly watches: readonly {
    readonly cluster: string;
    readonly kind: string;
    readonly objects: number;
    readonly quarantined: number;
  }[];
  readonly subscriptions: readonly Readonly<SubscriptionFigure>[];
}

/** From what memory answers to what a client no longer waits for. */
const SECONDS = {
  unit: "s",
  advice: { explicitBucketBoundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] },
};

/** From one object to the default budget. */
const OBJECTS = { advice: { explicitBucketBoundaries: [1, 10, 50, 100, 500, 1000, 2500, 5000] } };

/** The gateway's own numbers, in Prometheus' text form. Units are part of the names. */
export class Metrics implements Telemetry, OperationMetrics {
  readonly #exporter = new PrometheusExporter({ preventServerStart: true });
  readonly #serializer = new PrometheusSerializer("", false);
  readonly #provider = new MeterProvider({ readers: [this.#exporter] });
  readonly #meter = this.#provider.getMeter("meshgraph");
  readonly #watchEvents = this.#meter.createCounter("meshgraph_watch_events");
  readonly #watchRestarts = this.#meter.createCounter("meshgraph_watch_restarts");
  readonly #requests = this.#meter.createCounter("meshgraph_upstream_requests");
  readonly #throttled = this.#meter.createCounter("meshgraph_upstream_throttled");
  readonly #upstream = this.#meter.createHistogram("meshgraph_upstream_request_duration_seconds", SECONDS);
  readonly #operations = this.#meter.createHistogram("meshgraph_graphql_operation_duration_seconds", SECONDS);
  readonly #cost = this.#meter.createHistogram("meshgraph_graphql_cost", OBJECTS);
  readonly #errors = this.#meter.createCounter("meshgraph_graphql_errors");
  readonly #reload = this.#meter.createGauge("meshgraph_config_last_reload_successful");

  constructor(version: string) {
    this.#meter.createGauge("meshgraph_build_info").record(1, { version });
  }

  watchEvents(cluster: string, kind: string, count: number): void {
    this.#watchEvents.add(count, { cluster, kind });
  }

  watchRestart(cluster: string, kind: string, reason: string): void {
    this.#watchRestarts.add(1, { cluster, kind, reason });
  }

  upstreamRequest(service: string, operation: string, outcome: string, seconds: number): void {
    this.#requests.add(1, { service, operation, outcome });
    if (outcome === "RATE_LIMITED") this.#throttled.add(1, { service, operation });
    this.#upstream.record(seconds, { service, operation, outcome });
  }

  configReload(succeeded: boolean): void {
    this.#reload.record(Number(succeeded));
  }

  operation(type: string, outcome: string, seconds: number, cost: number): void {
    this.#operations.record(seconds, { type, outcome });
    this.#cost.record(cost, { type });
  }

  error(code: string): void {
    this.#errors.add(1, { code });
  }

  /** Reads the gauges anew at each scrape. */
  observe(read: () => Observed): void {
    const up = this.#meter.createObservableGauge("meshgraph_source_up");
    const staleness = this.#meter.createObservableGauge("meshgraph_source_staleness_seconds");
    const objects = this.#meter.createObservableGauge("meshgraph_objects");
    const quarantined = this.#meter.createObservableGauge("meshgraph_objects_quarantined");
    const active = this.#meter.createObservableGauge("meshgraph_subscriptions_active");
    const events = this.#meter.createObservableCounter("meshgraph_subscription_events");
    const dropped = this.#meter.createObservableCounter("meshgraph_subscription_dropped");
    this.#meter.addBatchObservableCallback(
      (observer) => {
        const observed = read();
        for (const { cluster, source, up: isUp, stalenessSeconds } of observed.sources) {
          observer.observe(up, Number(isUp), { cluster, source });
          if (stalenessSeconds !== null) observer.observe(staleness, stalenessSeconds, { cluster, source });
        }
        for (const { cluster, kind, ...watch } of observed.watches) {
          observer.observe(objects, watch.objects, { cluster, kind });
          observer.observe(quarantined, watch.quarantined, { cluster, kind });
        }
        for (const { transport, field, ...figure } of observed.subscriptions) {
          observer.observe(active, figure.active, { transport, field });
          observer.observe(events, figure.events, { transport, field });
          observer.observe(dropped, figure.dropped, { transport, field });
        }
      },
      [up, staleness, objects, quarantined, active, events, dropped],
    );
  }

  /** All numbers, as Prometheus reads them. */
  async text(): Promise<string> {
    const { resourceMetrics } = await this.#exporter.collect();
    return this.#serializer.serialize(resourceMetrics);
  }
}
