import { notAcceptable } from "../status.ts";

/** In which form an answer is wanted. */
export type Form = "whole" | "metadata" | "aggregated";

/** The first form in an Accept header that this server has. What it has not (tables, protobuf) is passed over. */
export function readAccept(header = "*/*"): Form {
  for (const range of header.split(",")) {
    const [type, ...parameters] = range.split(";").map((part) => part.trim());
    const form = formOf(type, parameters);
    if (form !== undefined) return form;
  }
  throw notAcceptable();
}

function formOf(type: string | undefined, parameters: readonly string[]): Form | undefined {
  if (type !== "application/json" && type !== "*/*" && type !== "application/*") return undefined;
  const as = parameters.find((parameter) => parameter.startsWith("as="))?.slice(3);
  if (as === undefined) return "whole";
  if (as === "PartialObjectMetadata" || as === "PartialObjectMetadataList") return "metadata";
  return as === "APIGroupDiscoveryList" && parameters.includes("v=v2") ? "aggregated" : undefined;
}

export function acceptsGzip(header: string | string[] | undefined): boolean {
  return /(?:^|[\s,])gzip(?!\s*;\s*q=0(?:\.0+)?\s*(?:,|$))/.test(String(header ?? ""));
}
