/** The two media types of GraphQL over HTTP. They differ in nothing here but the name: statuses are the same for both. */
const JSON_TYPE = "application/json";
const RESPONSE_TYPE = "application/graphql-response+json";
const EVENTS = "text/event-stream";

/** What a client takes, of what we give. */
export interface Accepted {
  /** The Content-Type of a JSON answer; null when the client does not take JSON. */
  readonly json: string | null;
  readonly events: boolean;
}

const anything: Accepted = { json: `${JSON_TYPE}; charset=utf-8`, events: false };

/** Reads an Accept header. `*` takes JSON, but asks for no stream. */
export function accepted(header: string | undefined): Accepted {
  if (header === undefined || header === "*/*" || header === JSON_TYPE) return anything;
  let best: { readonly type: string; readonly weight: number } | null = null;
  let events = false;
  for (const part of header.split(",")) {
    const [type = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    const weight = weightOf(parameters);
    if (weight === 0) continue;
    if (type === EVENTS) events = true;
    const json = type === "*/*" || type === "application/*" ? JSON_TYPE : type;
    if ((json === JSON_TYPE || json === RESPONSE_TYPE) && weight > (best?.weight ?? 0)) best = { type: json, weight };
  }
  return { json: best && `${best.type}; charset=utf-8`, events };
}

function weightOf(parameters: readonly string[]): number {
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return Number.isNaN(weight) ? 0 : weight;
}
