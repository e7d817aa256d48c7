import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { fieldOf, isObject } from "./read-spec.ts";
import type { ReportField, SpecReader } from "./virtual-service-json.ts";
import type { ConnectionMatch, HttpMatch, TextMatch, TextMatches, TlsMatch } from "./virtual-service-spec.ts";

/** Reads matches, with the gateways in full by `gateway`. */
export interface MatchReader {
  readonly http: (match: JsonObject, path: string) => HttpMatch;
  readonly tls: (match: JsonObject, path: string) => TlsMatch;
  readonly tcp: (match: JsonObject, path: string) => ConnectionMatch;
}

export function matchReader(read: SpecReader, report: ReportField, gateway: (name: string) => string): MatchReader {
  const text = (match: JsonObject, name: string, path: string): TextMatch | null => {
    const found = read.object(match, name, path);
    return found === null ? null : textMatch(found, `${path}.${name}`, report);
  };
  const texts = (match: JsonObject, name: string, path: string): TextMatches =>
    Object.fromEntries(
      Object.entries(read.object(match, name, path) ?? {}).flatMap(([key, value]) => {
        if (isObject(value)) return [[key, textMatch(value, `${path}.${name}.${key}`, report)]];
        report(`${path}.${name}.${key}`, "it should be an object with exact, prefix or regex");
        return [];
      }),
    );
  const source = (
    match: JsonObject,
    path: string,
  ): Pick<HttpMatch, "port" | "gateways" | "sourceLabels" | "sourceNamespace"> => ({
    port: read.whole(match, "port", path),
    gateways: read.strings(match, "gateways", path).map(gateway),
    sourceLabels: read.stringMap(match, "sourceLabels", path),
    sourceNamespace: read.string(match, "sourceNamespace", path),
  });
  const tcp = (match: JsonObject, path: string): ConnectionMatch => ({
    ...source(match, path),
    destinationSubnets: read.strings(match, "destinationSubnets", path),
  });
  return {
    tcp,
    tls: (match, path) => ({ ...tcp(match, path), sniHosts: read.strings(match, "sniHosts", path) }),
    http: (match, path) => ({
      name: read.string(match, "name", path),
      ...source(match, path),
      uri: text(match, "uri", path),
      scheme: text(match, "scheme", path),
      method: text(match, "method", path),
      authority: text(match, "authority", path),
      headers: texts(match, "headers", path),
      withoutHeaders: texts(match, "withoutHeaders", path),
      queryParams: texts(match, "queryParams", path),
      ignoreUriCase: read.boolean(match, "ignoreUriCase", path),
    }),
  };
}

function textMatch(value: JsonObject, path: string, report: ReportField): TextMatch {
  const given = (["exact", "prefix", "regex"] as const).filter((name) => fieldOf(value, name) !== undefined);
  if (given.length > 1) report(path, `it has ${given.join(" and ")}, but only one can be`);
  const [kind] = given;
  if (kind === undefined) return { kind: "PRESENT", value: "" };
  const said = fieldOf(value, kind);
  if (typeof said !== "string") report(`${path}.${kind}`, "it should be a text");
  return { kind: KINDS[kind], value: typeof said === "string" ? said : "" };
}

const KINDS = { exact: "EXACT", prefix: "PREFIX", regex: "REGEX" } as const;
