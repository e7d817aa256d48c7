import { hostsMatch, isSubsetOfHost, isWildcardHost } from "./host-name.ts";

/** The hosts that an egress listener of a Sidecar takes in, by the namespace of what brings them; `*` is every namespace. */
export interface EgressHosts {
  readonly byNamespace: ReadonlyMap<string, HostClass>;
  /** Whether each is a full name with its namespace. */
  readonly allExact: boolean;
}

interface HostClass {
  readonly exact: ReadonlySet<string>;
  /** Exact ones and wildcards. */
  readonly all: readonly string[];
  readonly excluded: readonly string[];
}

const EVERY_NAMESPACE = "*";

/**
 * Reads a listener's hosts, `namespace/host` each; what has not exactly one slash is ignored. With exclusions `~namespace/host` and
 * `~/host` leave hosts out, else `~` is part of a namespace's name, which none has. Source: istio pilot/pkg/model/sidecar.go
 * (convertIstioListenerToWrapper).
 */
export function readEgressHosts(hosts: readonly string[], ownNamespace: string, exclusions: boolean): EgressHosts {
  const byNamespace = new Map<string, { exact: Set<string>; all: string[]; excluded: string[] }>();
  let allExact = true;
  for (const entry of hosts) {
    const [before = "", host, ...more] = entry.split("/");
    if (host === undefined || more.length > 0) continue;
    const isExclusion = exclusions && before.startsWith("~");
    const named = isExclusion ? before.slice(1) || EVERY_NAMESPACE : before;
    const namespace = named === "." ? ownNamespace : named;
    const found = byNamespace.get(namespace) ?? { exact: new Set(), all: [], excluded: [] };
    byNamespace.set(namespace, found);
    if (isExclusion) {
      found.excluded.push(host);
      continue;
    }
    if (isWildcardHost(host)) allExact = false;
    else found.exact.add(host);
    if (namespace === EVERY_NAMESPACE) allExact = false;
    found.all.push(host);
  }
  return { byNamespace, allExact };
}

/** Whether a `~` entry leaves a host of a namespace out. Source: sidecar.go (Excluded, selectServices). */
export function isExcludedHost(hosts: EgressHosts, namespace: string, host: string): boolean {
  return classesOf(hosts, namespace).some(({ excluded }) => excluded.some((pattern) => isSubsetOfHost(host, pattern)));
}

/** Whether a host of a service is taken in: a wildcard only as a whole. Source: sidecar.go (hostClassification.Matches). */
export function importsHost(hosts: EgressHosts, namespace: string, host: string): boolean {
  return classesOf(hosts, namespace).some((entries) => includesHost(entries, host));
}

/** Whether the entries that take a service in take in another name of it too. Source: sidecar.go (matchingAliasService). */
export function importsAlias(hosts: EgressHosts, namespace: string, host: string, alias: string): boolean {
  const entries = classesOf(hosts, namespace).find((candidate) => includesHost(candidate, host));
  return entries !== undefined && includesHost(entries, alias);
}

/** Whether this namespace's host is named by itself, in full. */
export function namesHost(hosts: EgressHosts, namespace: string, host: string): boolean {
  return hosts.byNamespace.get(namespace)?.exact.has(host) ?? false;
}

/**
 * Whether a VirtualService with these full hosts is taken in: one host that meets is enough, a wildcard also in part, unless that one is
 * left out. Source: sidecar.go (VSMatches), virtualservice.go (SelectVirtualServices).
 */
export function importsRoute(hosts: EgressHosts, namespace: string, routeHosts: readonly string[]): boolean {
  return classesOf(hosts, namespace).some(({ exact, all }) =>
    routeHosts.some(
      (host) =>
        (exact.has(host) ||
          all.some((pattern) => (isWildcardHost(host) || isWildcardHost(pattern)) && hostsMatch(host, pattern))) &&
        !isExcludedHost(hosts, namespace, host),
    ),
  );
}

function includesHost({ exact, all }: HostClass, host: string): boolean {
  return exact.has(host) || all.some((pattern) => isWildcardHost(pattern) && isSubsetOfHost(host, pattern));
}

function classesOf({ byNamespace }: EgressHosts, namespace: string): readonly HostClass[] {
  const keys = namespace === EVERY_NAMESPACE ? [EVERY_NAMESPACE] : [namespace, EVERY_NAMESPACE];
  return keys.flatMap((key) => byNamespace.get(key) ?? []);
}
