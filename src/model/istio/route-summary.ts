import type { ConnectionMatch, HttpMatch, TextMatch, TextMatches, TlsMatch } from "./virtual-service-spec.ts";

const EVERYTHING = "everything";

/** What a request must have, in words; "everything" when nothing. What a proxy's place decides is left out. */
export function httpSummary(match: HttpMatch): string {
  const parts = [
    ...text("path", match.uri, match.ignoreUriCase ? " in capitals or not" : ""),
    ...text("method", match.method),
    ...text("authority", match.authority),
    ...text("scheme", match.scheme),
    ...texts("header", match.headers),
    ...texts("without header", match.withoutHeaders),
    ...texts("query parameter", match.queryParams),
  ];
  return parts.length === 0 ? EVERYTHING : parts.join(", ");
}

/** What a connection must have, in words. */
export function connectionSummary(match: ConnectionMatch & Partial<TlsMatch>): string {
  const { sniHosts = [], destinationSubnets } = match;
  const parts = [
    ...(sniHosts.length === 0 ? [] : [`SNI ${sniHosts.join(" or ")}`]),
    ...(destinationSubnets.length === 0 ? [] : [`destination ${destinationSubnets.join(" or ")}`]),
  ];
  return parts.length === 0 ? EVERYTHING : parts.join(", ");
}

/**
 * Whether nothing of a request is asked, so that no later rule is reached. Source: istio pilot/pkg/networking/core/route/route.go
 * (IsCatchAllRoute, TranslateRouteMatch).
 */
export function isCatchAll(match: HttpMatch): boolean {
  const { uri, method, authority, scheme, headers, withoutHeaders, queryParams } = match;
  return (
    isAnyPath(uri) &&
    [method, authority, scheme].every((asked) => asked === null) &&
    [headers, withoutHeaders, queryParams].every((asked) => Object.keys(asked).length === 0)
  );
}

function isAnyPath(uri: TextMatch | null): boolean {
  if (uri === null || uri.kind === "PRESENT") return true;
  return (uri.kind === "PREFIX" && uri.value === "/") || (uri.kind === "REGEX" && uri.value === ".*");
}

function text(what: string, match: TextMatch | null, manner = ""): readonly string[] {
  if (match === null) return [];
  return [match.kind === "PRESENT" ? `any ${what}` : `${what} ${match.kind.toLowerCase()} ${match.value}${manner}`];
}

function texts(what: string, matches: TextMatches): readonly string[] {
  return Object.entries(matches).flatMap(([name, match]) => text(`${what} ${name}`, match));
}
