import { BlockList, isIP } from "node:net";
import type {
  ProxyConfiguration,
  ProxyFilterChain,
  ProxyListener,
  ProxyRoute,
  ProxyRoutes,
} from "../support/proxy-configuration.ts";

/** A connection that an application opens, as its sidecar sees it. */
export interface Connection {
  readonly port: number;
  /** Where it goes, if that is an address that something in the mesh has; else any. */
  readonly addresses: readonly string[];
  readonly traffic: "HTTP" | "TLS" | "TCP";
  /** The authority or the SNI. */
  readonly name: string;
}

const ELSEWHERE = "198.51.100.1";
const ANY = "0.0.0.0";

/**
 * The filter chain that takes a connection; null when no outbound listener is for it. Source: Envoy's documentation of FilterChainMatch
 * (destination port, address, server name, transport protocol, application protocol, in this order).
 */
export function chooseChain(
  { listeners }: Pick<ProxyConfiguration, "listeners">,
  connection: Connection,
): ProxyFilterChain | null {
  const outbound = listeners.filter(
    ({ direction, name, port }) => direction === "OUTBOUND" && name !== "virtualOutbound" && port === connection.port,
  );
  const own = outbound.find((listener) => addressesOf(listener).some((at) => connection.addresses.includes(at)));
  const listener = own ?? outbound.find((candidate) => addressesOf(candidate).includes(ANY));
  return listener === undefined ? null : chainOf(listener, connection);
}

/** The routes of a table for an authority: of the exact domain, else the longest wildcard, else of all. */
export function chooseRoutes({ virtualHosts }: ProxyRoutes, authority: string): readonly ProxyRoute[] {
  const domains = virtualHosts.flatMap((host) =>
    host.domains.map((domain) => ({ domain: domain.toLowerCase(), host })),
  );
  const name = authority.toLowerCase();
  const exact = domains.find(({ domain }) => domain === name);
  const suffixes = domains
    .filter(({ domain }) => domain.startsWith("*") && domain !== "*" && name.endsWith(domain.slice(1)))
    .filter(({ domain }) => name.length > domain.length - 1)
    .toSorted((a, b) => b.domain.length - a.domain.length);
  const found = exact ?? suffixes[0] ?? domains.find(({ domain }) => domain === "*");
  return found?.host.routes ?? [];
}

function addressesOf({ address, additionalAddresses }: ProxyListener): readonly string[] {
  return [address, ...additionalAddresses];
}

function chainOf({ filterChains, defaultFilterChain }: ProxyListener, connection: Connection): ProxyFilterChain | null {
  const steps: readonly ((chains: readonly ProxyFilterChain[]) => readonly ProxyFilterChain[])[] = [
    (chains) => best(chains, ({ match }) => exactly(match.destinationPort, connection.port)),
    (chains) => best(chains, (chain) => prefixLength(chain, connection)),
    (chains) => best(chains, (chain) => serverNameLength(chain, connection)),
    (chains) => best(chains, ({ match }) => exactly(match.transportProtocol, transportOf(connection))),
    (chains) => best(chains, (chain) => applicationProtocol(chain, connection)),
  ];
  let chains: readonly ProxyFilterChain[] = filterChains;
  for (const step of steps) chains = step(chains);
  return chains[0] ?? defaultFilterChain;
}

/** Those that fit best; null is what does not fit. */
function best(
  chains: readonly ProxyFilterChain[],
  fit: (chain: ProxyFilterChain) => number | null,
): readonly ProxyFilterChain[] {
  const fitting = chains.flatMap((chain) => {
    const degree = fit(chain);
    return degree === null ? [] : [{ chain, degree }];
  });
  const most = Math.max(...fitting.map(({ degree }) => degree));
  return fitting.filter(({ degree }) => degree === most).map(({ chain }) => chain);
}

function exactly<T>(wanted: T | undefined, given: T): number | null {
  if (wanted === undefined) return 0;
  return wanted === given ? 1 : null;
}

function prefixLength({ match: { prefixRanges = [] } }: ProxyFilterChain, { addresses }: Connection): number | null {
  if (prefixRanges.length === 0) return -1;
  const lengths = prefixRanges
    .filter(({ addressPrefix, prefixLen = 0 }) => {
      const block = new BlockList();
      block.addSubnet(addressPrefix, prefixLen, familyOf(addressPrefix));
      return [...addresses.filter((at) => isIP(at) > 0), ELSEWHERE].some((at) => block.check(at, familyOf(at)));
    })
    .map(({ prefixLen = 0 }) => prefixLen);
  return lengths.length === 0 ? null : Math.max(...lengths);
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

function serverNameLength({ match: { serverNames = [] } }: ProxyFilterChain, connection: Connection): number | null {
  if (serverNames.length === 0) return 0;
  if (connection.traffic !== "TLS") return null;
  const name = connection.name.toLowerCase();
  const lengths = serverNames
    .filter((wanted) => wanted === name || (wanted.startsWith("*.") && name.endsWith(wanted.slice(1))))
    .map((wanted) => (wanted === name ? 1000 : wanted.length));
  return lengths.length === 0 ? null : Math.max(...lengths);
}

function transportOf({ traffic }: Connection): string {
  return traffic === "TLS" ? "tls" : "raw_buffer";
}

function applicationProtocol(
  { match: { applicationProtocols = [] } }: ProxyFilterChain,
  { traffic }: Connection,
): number | null {
  if (applicationProtocols.length === 0) return 0;
  return traffic === "HTTP" && applicationProtocols.includes("http/1.1") ? 1 : null;
}
