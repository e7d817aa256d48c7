import { isIP } from "node:net";

/**
 * How Istio itself compares hostnames: letter for letter, capitals and trailing dots included. Every name that begins with `*` is a
 * wildcard, so that `*api.com` covers `evilapi.com` too. Source: istio pkg/config/host/name.go.
 */
export function isWildcardHost(host: string): boolean {
  return host.startsWith("*");
}

/** Whether all that the first stands for, the second stands for too. Source: host/name.go (SubsetOf). */
export function isSubsetOfHost(host: string, of: string): boolean {
  if (isWildcardHost(host))
    return isWildcardHost(of) && host.length >= of.length && host.slice(1).endsWith(of.slice(1));
  return isWildcardHost(of) ? host.endsWith(of.slice(1)) : host === of;
}

/** Whether there is a name that both stand for. Source: host/name.go (Matches). */
export function hostsMatch(a: string, b: string): boolean {
  if (isWildcardHost(a) && isWildcardHost(b)) return isSubsetOfHost(a, b) || isSubsetOfHost(b, a);
  if (isWildcardHost(a)) return b.endsWith(a.slice(1));
  return isSubsetOfHost(a, b);
}

/** The host that a route's short name means. Source: istio pilot/pkg/model/config.go (ResolveShortnameToFQDN). */
export function fullHost(host: string, namespace: string, clusterDomain = "cluster.local"): string {
  const isFull = host === "" || host === "*" || host.includes(".") || isIP(host) !== 0;
  return isFull ? host : `${host}.${namespace}.svc.${clusterDomain}`;
}

/** The wildcards that a concrete name may fall under, the longest first, as Envoy searches its domains; `*` alone is left out. */
export function wildcardsOver(name: string): readonly string[] {
  return Array.from({ length: Math.max(name.length - 1, 0) }, (_, index) => `*${name.slice(index + 1)}`);
}
