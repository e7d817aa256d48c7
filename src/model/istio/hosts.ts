/**
 * How the hosts of Istio's resources name each other. Source: istio pkg/config/host/name.go (Matches, SubsetOf) and pkg/config/model
 * (ResolveShortnameToFQDN). A wildcard is `*`, or `*.` before a suffix, and stands for one label or more: `*.api.com` covers
 * `eu.api.com`, but neither `api.com` nor `evilapi.com`. A `*` elsewhere, which Istio warns of, stands for itself.
 */
const CLUSTER_DOMAIN = "cluster.local";

/** A host in the one spelling that is compared: DNS knows no case, and a trailing dot says nothing. */
export function canonicalHost(host: string): string {
  const lower = host.toLowerCase();
  return lower.length > 1 && lower.endsWith(".") ? lower.slice(0, -1) : lower;
}

/** The host that a VirtualService or DestinationRule means: a name without a dot is a Kubernetes Service of its own namespace. */
export function qualifiedHost(host: string, namespace: string | null): string {
  const isShort = host !== "" && host !== "*" && !/[.:]/.test(host);
  return canonicalHost(isShort && namespace !== null ? `${host}.${namespace}.svc.${CLUSTER_DOMAIN}` : host);
}

/** Whether a canonical pattern stands for all that a canonical host or pattern stands for. */
export function coversHost(pattern: string, host: string): boolean {
  return pattern === host || pattern === "*" || (isWildcard(pattern) && host.endsWith(pattern.slice(1)));
}

/** Whether there is a host that both patterns stand for. */
export function hostsMeet(a: string, b: string): boolean {
  return coversHost(a, b) || coversHost(b, a);
}

/** Every pattern that covers a canonical host, itself included: for a search by key instead of by comparing. */
export function coveringHosts(host: string): readonly string[] {
  return host === "*" ? [host] : [host, ...widerWildcards(host), "*"];
}

/**
 * The keys under which an index has a host, and those to look for, so that two hosts meet exactly when a key of the one is looked
 * for by the other. `*` is left out: it is what a gateway lets in, and names no host.
 */
export function meetingKeys(host: string): readonly string[] {
  return [host, ...widerWildcards(host).map(under)];
}
export function meetingLookups(host: string): readonly string[] {
  return isWildcard(host) ? [host, ...widerWildcards(host), under(host)] : [host, ...widerWildcards(host)];
}

function under(wildcard: string): string {
  return `under ${wildcard}`;
}

function isWildcard(host: string): boolean {
  return host.startsWith("*.");
}

/** From the narrowest on, without `*`: of `eu.api.com` they are `*.api.com` and `*.com`. */
function widerWildcards(host: string): readonly string[] {
  const wider: string[] = [];
  const from = isWildcard(host) ? 2 : 0;
  for (let dot = host.indexOf(".", from); dot >= 0; dot = host.indexOf(".", dot + 1)) wider.push(`*${host.slice(dot)}`);
  return wider;
}
