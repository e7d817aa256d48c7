import type { ProxyRoute } from "../support/proxy-configuration.ts";

interface Header {
  readonly name?: string;
  readonly stringMatch?: Readonly<Record<string, unknown>>;
  readonly presentMatch?: boolean;
  readonly invertMatch?: boolean;
}

/** What a route asks of a request, in the graph's words; null when nothing. */
export function matchWords({
  prefix,
  path,
  safeRegex,
  pathSeparatedPrefix,
  headers = [],
}: ProxyRoute["match"]): string | null {
  const parts = [
    ...(prefix === undefined || prefix === "/" ? [] : [`path prefix ${prefix}`]),
    ...(pathSeparatedPrefix === undefined ? [] : [`path prefix ${pathSeparatedPrefix}`]),
    ...(path === undefined ? [] : [`path exact ${path}`]),
    ...(safeRegex === undefined ? [] : [`path regex ${safeRegex.regex}`]),
    ...headers.map(headerWords),
  ];
  return parts.length === 0 ? null : parts.join(", ");
}

function headerWords({ name = "", stringMatch, invertMatch = false }: Header): string {
  const what = name.startsWith(":") ? name.slice(1) : `${invertMatch ? "without header" : "header"} ${name}`;
  const [kind, value] = Object.entries(stringMatch ?? {}).find(([key]) => key !== "ignoreCase") ?? ["", ""];
  return stringMatch === undefined ? `any ${what}` : `${what} ${kind} ${String(value)}`;
}
