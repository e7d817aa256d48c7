import type { ProxyConfiguration, ProxyFilterChain, WeightedCluster } from "../support/proxy-configuration.ts";
import type { Destination, HostAnswer, Lead, Traffic, TrafficLines } from "./answer.ts";
import { routeLine } from "./answer.ts";
import type { ToldCluster } from "./cluster-object.ts";
import { chooseChain, chooseRoutes } from "./envoy-choice.ts";
import { matchWords } from "./match-words.ts";

/** What a proxy was told, of which many hosts are asked. */
export class ToldProxy {
  readonly #told: ProxyConfiguration;
  readonly #clusters: ReadonlySet<string>;

  constructor(told: ProxyConfiguration) {
    this.#told = told;
    this.#clusters = new Set(told.clusters.map(({ name }) => name));
  }

  answer(
    host: string,
    ports: readonly number[],
    addresses: (port: number) => readonly (readonly string[])[],
  ): HostAnswer {
    const own = this.#told.clusters.flatMap(({ name }) => {
      const to = readCluster(name);
      return to !== null && to.host === host && to.subset === null ? [to.port] : [];
    });
    const routes = new Map(ports.map((port) => [port, addresses(port).map((some) => this.#linesTo(host, port, some))]));
    return { ports: own.toSorted((a, b) => a - b), routes };
  }

  /** Those of a host, without subsets. */
  clustersOf(host: string): readonly ToldCluster[] {
    return this.#told.clusters
      .filter(({ name }) => {
        const to = readCluster(name);
        return to !== null && to.host === host && to.subset === null;
      })
      .map(({ name, discovery }) => ({
        discovery,
        addresses: (this.#told.endpoints[name] ?? []).map(({ address }) => address),
      }));
  }

  /** What becomes of traffic that no listener is for. */
  outboundMode(): string {
    const last = this.#told.listeners.find(({ name }) => name === "virtualOutbound");
    const clusters =
      last?.filterChains
        .at(-1)
        ?.clusters.map(({ name }) => name)
        .join(" ") ?? "";
    return clusters === "PassthroughCluster"
      ? "ALLOW_ANY"
      : clusters === "BlackHoleCluster"
        ? "REGISTRY_ONLY"
        : clusters;
  }

  #linesTo(name: string, port: number, addresses: readonly string[]): TrafficLines {
    const lines = (traffic: Traffic): readonly string[] => {
      const chain = chooseChain(this.#told, { port, addresses, traffic, name });
      if (chain === null) return [];
      return (traffic === "HTTP" ? this.#requests(chain, name) : this.#connections(traffic, chain)).map(routeLine);
    };
    return { HTTP: lines("HTTP"), TLS: lines("TLS"), TCP: lines("TCP") };
  }

  #requests({ routeName, routes }: ProxyFilterChain, name: string): readonly Lead[] {
    const table = routes ?? this.#told.routes.find((candidate) => candidate.name === routeName);
    if (table === undefined) return [];
    return chooseRoutes(table, name)
      .filter(({ clusters }) => !clusters.some(isElsewhere))
      .filter((route) => !isBlock(route.directResponse))
      .map(({ match, clusters, directResponse, redirect }) => ({
        kind: "HTTP",
        match: matchWords(match),
        destinations: clusters.map((cluster) => this.#destination(cluster)),
        redirect: redirect !== undefined,
        directResponse: directResponse ?? null,
      }));
  }

  #connections(kind: "TLS" | "TCP", { clusters }: ProxyFilterChain): readonly Lead[] {
    if (clusters.length === 0 || clusters.some(isElsewhere)) return [];
    const destinations = clusters.map((cluster) => this.#destination(cluster));
    return [{ kind, match: null, destinations, redirect: false, directResponse: null }];
  }

  #destination({ name, weight }: WeightedCluster): Destination {
    const to = readCluster(name);
    if (to === null) throw new Error(`a route leads to the cluster ${name}`);
    return { ...to, weight, exists: this.#clusters.has(name) };
  }
}

interface ClusterName {
  readonly port: number;
  readonly subset: string | null;
  readonly host: string;
}

/** The parts of `outbound|port|subset|host`; null for another cluster. */
export function readCluster(name: string): ClusterName | null {
  const [direction, port, subset = "", host = ""] = name.split("|");
  return direction === "outbound" ? { port: Number(port), subset: subset === "" ? null : subset, host } : null;
}

function isElsewhere({ name }: WeightedCluster): boolean {
  return name === "PassthroughCluster" || name === "BlackHoleCluster";
}

/** What answers for hosts that a proxy of REGISTRY_ONLY does not know. */
function isBlock(directResponse: number | undefined): boolean {
  return directResponse === 502;
}
