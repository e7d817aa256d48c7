import type { IncomingMessage, ServerResponse } from "node:http";
import { metadataView, encode, wholeView, type ObjectView } from "../object-view.ts";
import { resourceName, subjectOf } from "../resource.ts";
import { methodNotAllowed, notFound, unsupportedMediaType } from "../status.ts";
import type { Version } from "../storage/version.ts";
import { apply } from "../writes/apply.ts";
import { patch, patchTypes } from "../writes/patch.ts";
import { readNamedObject } from "../writes/read-object.ts";
import { remove, type Removal } from "../writes/remove.ts";
import { targetKey, type Target } from "../writes/target.ts";
import { replace } from "../writes/update.ts";
import { readAccept } from "./accept.ts";
import { mediaType, parseBody, readBody, readObjectBody } from "./body.ts";
import { mustReach } from "./list.ts";
import { readResourceVersion } from "./list-options.ts";
import { sendBytes, sendJson } from "./reply.ts";
import type { Api } from "./settings.ts";
import { readApplyOptions, readRemoveOptions, readWriteOptions } from "./write-options.ts";

/** One request, and where its answer goes. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}

/** Answers a request about one object, or about its status. */
export async function serveObject(api: Api, target: Target, exchange: Exchange): Promise<void> {
  const { requests, backend, rights } = api;
  const { request, response, query } = exchange;
  const view = viewOf(target, request);
  const answer = (status: number, version: Version): void => sendBytes(response, status, encode(view, version));
  const count = (verb: string): void => {
    requests.add(verb, resourceName(target.resource));
    rights.check(target.resource, verb, target.namespace, target.name);
  };
  switch (request.method ?? "") {
    case "GET":
      count("get");
      await mustReach(backend, readResourceVersion(query.get("resourceVersion") ?? ""), api.settings.freshMs);
      return answer(200, found(target));
    case "PUT": {
      count("update");
      const object = readNamedObject(await readObjectBody(request), target, target.name);
      return answer(200, replace(backend, target, readWriteOptions(request, query, "UpdateOptions"), object));
    }
    case "PATCH":
      count("patch");
      return servePatch(api, target, exchange, answer);
    case "DELETE": {
      count("delete");
      if (target.subresource !== undefined) throw methodNotAllowed();
      return answerRemoval(remove(backend, target, await readRemoveOptions(request, query)), target, answer, response);
    }
    default:
      throw methodNotAllowed();
  }
}

export function viewOf(
  { resource, version }: Pick<Target, "resource" | "version">,
  request: IncomingMessage,
): ObjectView {
  return readAccept(request.headers.accept) === "metadata" ? metadataView : wholeView(resource, version.name);
}

function found(target: Target): Version {
  const version = target.table.get(targetKey(target));
  if (version === undefined) throw notFound(subjectOf(target.resource, target.name));
  return version;
}

type Answer = (status: number, version: Version) => void;

async function servePatch(
  { backend }: Api,
  target: Target,
  { request, query }: Exchange,
  answer: Answer,
): Promise<void> {
  const type = mediaType(request).replace(/^application\//, "");
  const text = await readBody(request);
  if (type === "apply-patch+yaml") {
    const { version, created } = apply(backend, target, readApplyOptions(request, query), parseBody(text, true));
    return answer(created ? 201 : 200, version);
  }
  const known = patchTypes.filter((name) => name !== "strategic-merge-patch+json" || !target.resource.custom);
  const patchType = known.find((name) => name === type);
  if (patchType === undefined)
    throw unsupportedMediaType([...known, "apply-patch+yaml"].map((name) => `application/${name}`));
  const options = readWriteOptions(request, query, "PatchOptions");
  return answer(200, patch(backend, target, options, patchType, parseBody(text, false)));
}

/** What stays for a while is answered as it is now, and so is what is named in `returnsDeleted`; of the rest a Status tells. */
function answerRemoval(
  { version, gone }: Removal,
  { resource, name }: Target,
  answer: Answer,
  response: ServerResponse,
): void {
  if (!gone || resource.returnsDeleted === true) return answer(200, version);
  const { group, plural: kind } = resource;
  const details = { name, ...(group !== "" && { group }), kind, uid: version.object.metadata.uid };
  return sendJson(response, 200, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details });
}
