import { isSubsetOfHost } from "./host-name.ts";
import type { ReportRoute } from "./route-report.ts";
import { isCatchAll } from "./route-summary.ts";
import type { HttpMatch, HttpRoute, RouteTarget, VirtualServiceSpec } from "./virtual-service-spec.ts";

const REDIRECT_CODES: ReadonlySet<number> = new Set([0, 301, 302, 303, 307, 308]);
const WHOLE = 100;

/**
 * What is wrong with the rules of a VirtualService by themselves. Source: istio pkg/config/validation/virtualservice.go
 * (validateHTTPRouteConflict), validation.go (validateTLSRoute, validateSniHost), and what core/route/route.go makes of it.
 */
export function ruleProblems({ hosts, http, tls, tcp }: VirtualServiceSpec, report: ReportRoute): void {
  for (const [at, route] of http.entries()) actionProblems(route, `http[${at}]`, report);
  for (const [at, { match, route }] of tls.entries()) {
    weightProblems(route, `tls[${at}]`, report);
    if (match.length === 0) report("TLS_RULE_WITHOUT_MATCH", `Rule tls[${at}] has no match, and does nothing.`);
    for (const sni of match.flatMap(({ sniHosts }) => sniHosts))
      if (hosts.length > 0 && !hosts.some((host) => isSubsetOfHost(sni, host)))
        report("SNI_HOST_NOT_COVERED", `Rule tls[${at}] names the SNI ${sni}, which none of the hosts covers.`);
  }
  for (const [at, { route }] of tcp.entries()) weightProblems(route, `tcp[${at}]`, report);
  orderProblems("http", http, endsHttp, report);
  orderProblems("tls", tls, () => false, report);
  orderProblems("tcp", tcp, ({ match }) => match.length === 0, report);
}

function actionProblems(route: HttpRoute, place: string, report: ReportRoute): void {
  const { redirect, directResponse, delegate } = route;
  const actions = [
    ...(route.route.length > 0 ? ["route"] : []),
    ...(directResponse === null ? [] : ["directResponse"]),
    ...(redirect === null ? [] : ["redirect"]),
  ];
  if (delegate !== null) {
    if (route.route.length > 0 || redirect !== null)
      report("DELEGATE_WITH_ACTION", `Rule ${place} is delegated; its ${actions.join(" and ")} is ignored.`);
    return;
  }
  if (actions.length === 0) report("ROUTE_WITHOUT_ACTION", `Rule ${place} says nowhere to go.`);
  if (actions.length > 1)
    report("ROUTE_WITH_SEVERAL_ACTIONS", `Rule ${place} has ${actions.join(" and ")}; only ${actions.at(-1)} counts.`);
  if (redirect !== null && !REDIRECT_CODES.has(redirect.code))
    report("INVALID_REDIRECT_CODE", `Rule ${place} redirects with code ${redirect.code}, which Istio does not know.`);
  if (actions.length === 1 && route.route.length > 0) weightProblems(route.route, place, report);
}

function weightProblems(targets: readonly RouteTarget[], place: string, report: ReportRoute): void {
  const [only] = targets;
  if (only === undefined) {
    if (!place.startsWith("http")) report("ROUTE_WITHOUT_ACTION", `Rule ${place} says nowhere to go.`);
    return;
  }
  if (targets.length === 1) {
    if (only.weight > 0 && only.weight < WHOLE)
      report(
        "WEIGHT_IGNORED",
        `The only destination of rule ${place} has the weight ${only.weight}, but gets everything.`,
      );
    return;
  }
  if (targets.every(({ weight }) => weight === 0))
    report("ROUTE_WITHOUT_WEIGHT", `All destinations of rule ${place} have the weight 0.`);
  const seen = new Set<string>();
  for (const { destination } of targets) {
    if (destination === null) continue;
    const { host, subset, port } = destination;
    const key = [host, subset, port ?? ""].join(" ");
    if (seen.has(key)) report("DUPLICATE_DESTINATION", `Rule ${place} leads to ${host} ${subset} twice.`);
    seen.add(key);
  }
}

/** Source: istio pkg/config/validation/validation.go (analyzeUnreachableHTTPRules and its like for TCP and TLS). */
function orderProblems<T extends { readonly match: readonly object[] }>(
  kind: string,
  rules: readonly T[],
  endsAll: (rule: T) => boolean,
  report: ReportRoute,
): void {
  const seen = new Map<string, number>();
  let last: number | null = null;
  for (const [at, rule] of rules.entries()) {
    if (last !== null) {
      report("UNREACHABLE_RULE", `Rule ${kind}[${at}] is never reached: ${kind}[${last}] takes everything.`);
      continue;
    }
    const repeated = rule.match.flatMap((match) => {
      const key = keyOf(match);
      const before = seen.get(key);
      if (before === undefined) seen.set(key, at);
      return before === undefined ? [] : [before];
    });
    if (rule.match.length > 0 && repeated.length === rule.match.length)
      report("UNREACHABLE_RULE", `Rule ${kind}[${at}] is never reached: earlier rules have all its matches.`);
    else if (repeated.length > 0)
      report("DUPLICATE_MATCH", `Rule ${kind}[${at}] has a match that ${kind}[${repeated[0]}] has.`);
    if (endsAll(rule)) last = at;
  }
}

function endsHttp({ match }: HttpRoute): boolean {
  return match.length === 0 || match.some((one) => isCatchAll(one) && isForAll(one));
}

function isForAll({ port, gateways, sourceLabels, sourceNamespace }: HttpMatch): boolean {
  return port === 0 && gateways.length === 0 && sourceNamespace === "" && Object.keys(sourceLabels).length === 0;
}

/** The same for matches that say the same, but for their names. */
function keyOf(match: object): string {
  return JSON.stringify({ ...match, name: "" }, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
