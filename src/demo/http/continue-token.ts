import { badRequest } from "../status.ts";

/** Where a list goes on: after a key, as of a revision. */
export interface Continuation {
  readonly revision: number;
  /** The last key of the page before, relative to what is listed. */
  readonly after: string;
}

/** The revision of a list that goes on with whatever there is now. */
export const inconsistent = -1;

export function writeToken({ revision, after }: Continuation): string {
  const token = { v: "meta.k8s.io/v1", rv: revision, start: `/${after}\u0000` };
  return Buffer.from(JSON.stringify(token)).toString("base64url");
}

export function readToken(token: string): Continuation {
  const parsed = parse(token);
  const { v, rv, start } = parsed as { v?: unknown; rv?: unknown; start?: unknown };
  const isValid = v === "meta.k8s.io/v1" && typeof rv === "number" && typeof start === "string";
  if (!isValid || !start.startsWith("/") || rv === 0) throw refusal("server does not recognize this encoded version");
  return { revision: rv, after: start.slice(1).replace(/\0$/, "") };
}

function parse(token: string): object {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch (error) {
    throw refusal((error as Error).message);
  }
  throw refusal("it is no object");
}

function refusal(why: string): Error {
  return badRequest(`invalid continue token: continue key is not valid: ${why}`);
}
