import type { IncomingMessage } from "node:http";
import { isJsonArray, isJsonObject, type JsonObject } from "../json.ts";
import { fieldInvalid, fieldNotSupported, fieldRequired, invalid, type StatusCause } from "../status.ts";
import type { ApplyOptions } from "../writes/apply.ts";
import type { RemoveOptions } from "../writes/remove.ts";
import type { WriteOptions } from "../writes/target.ts";
import { parseBody, readBody } from "./body.ts";

type OptionsKind = "CreateOptions" | "UpdateOptions" | "PatchOptions" | "DeleteOptions";

/** How an object is written, as the query says it. Who does not name itself is called after its User-Agent. */
export function readWriteOptions(request: IncomingMessage, query: URLSearchParams, kind: OptionsKind): WriteOptions {
  const agent = request.headers["user-agent"]?.split("/")[0] ?? "unknown";
  const manager = query.get("fieldManager") ?? "";
  check(kind, [...dryRunCauses(query.getAll("dryRun")), ...managerCauses(manager)]);
  const strict = query.get("fieldValidation") === "Strict";
  return { manager: manager === "" ? agent : manager, dryRun: query.has("dryRun"), strict };
}

/** The same of a server-side apply, which must name its manager. */
export function readApplyOptions(request: IncomingMessage, query: URLSearchParams): ApplyOptions {
  const options = readWriteOptions(request, query, "PatchOptions");
  if ((query.get("fieldManager") ?? "") === "")
    check("PatchOptions", [fieldRequired("fieldManager", "is required for apply patch")]);
  return { ...options, force: query.get("force") === "true" };
}

/** How an object is deleted. A body, where there is one, counts and not the query. */
export async function readRemoveOptions(request: IncomingMessage, query: URLSearchParams): Promise<RemoveOptions> {
  const text = await readBody(request);
  const body = text === "" ? undefined : parseBody(text, false);
  const said = isJsonObject(body) ? body : fromQuery(query);
  const dryRun = isJsonArray(said["dryRun"]) ? said["dryRun"].map(String) : [];
  check("DeleteOptions", dryRunCauses(dryRun));
  const grace = said["gracePeriodSeconds"];
  return {
    dryRun: dryRun.length > 0,
    preconditions: isJsonObject(said["preconditions"]) ? said["preconditions"] : {},
    propagation: typeof said["propagationPolicy"] === "string" ? said["propagationPolicy"] : "",
    graceSeconds: typeof grace === "number" ? grace : undefined,
  };
}

function fromQuery(query: URLSearchParams): JsonObject {
  const grace = query.get("gracePeriodSeconds");
  return {
    dryRun: query.getAll("dryRun"),
    propagationPolicy: query.get("propagationPolicy") ?? "",
    ...(grace !== null && { gracePeriodSeconds: Number(grace) }),
  };
}

function dryRunCauses(values: readonly string[]): StatusCause[] {
  return values.every((value) => value === "All") ? [] : [fieldNotSupported("dryRun", values, ["All"])];
}

function managerCauses(manager: string): StatusCause[] {
  if (manager.length > 128) return [fieldInvalid("fieldManager", manager, "may not be more than 128 bytes")];
  return /^\P{C}*$/u.test(manager)
    ? []
    : [fieldInvalid("fieldManager", manager, "should only contain printable characters")];
}

function check(kind: OptionsKind, causes: readonly StatusCause[]): void {
  if (causes.length > 0) throw invalid({ group: "meta.k8s.io", kind, name: "" }, causes);
}
