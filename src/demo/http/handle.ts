import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { forbidden, internalError, methodNotAllowed, noSuchResource, StatusError, unauthorized } from "../status.ts";
import { readRoute, type ResourceRoute } from "./route.ts";
import { sendJson, sendText } from "./reply.ts";
import { serveCollection } from "./serve-collection.ts";
import { serveDiscovery } from "./serve-discovery.ts";
import { serveObject } from "./serve-object.ts";
import { servePublic } from "./serve-public.ts";
import { serveReview } from "./serve-review.ts";
import type { Api } from "./settings.ts";

/** Answers one request, whatever it is. Every refusal is a Status. */
export async function handle(
  api: Api,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader("audit-id", randomUUID());
  response.setHeader("cache-control", "no-cache, private");
  try {
    await answer(api, token, request, response);
  } catch (error) {
    if (response.headersSent || response.destroyed) response.destroy();
    else refuse(error, response);
  }
}

function refuse(error: unknown, response: ServerResponse): void {
  const refusal = error instanceof StatusError ? error : internalError(String(error));
  if (refusal.code === 504 || refusal.code === 429) response.setHeader("retry-after", "1");
  sendJson(response, refusal.code, refusal.status);
}

async function answer(api: Api, token: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams: query } = new URL(request.url ?? "/", "https://kubernetes");
  const given = request.headers.authorization;
  if (given !== undefined && given !== `Bearer ${token}`) throw unauthorized();
  if (servePublic(api, pathname, response)) return undefined;
  if (given === undefined)
    throw forbidden({ group: "", kind: "path", name: pathname }, 'User "system:anonymous" cannot get it');
  const route = readRoute(pathname);
  switch (route.about) {
    case "nothing":
      return sendText(response, 404, "404 page not found\n");
    case "group":
    case "version":
      if (request.method !== "GET") throw methodNotAllowed();
      api.requests.add("get", pathname);
      return serveDiscovery(api, route, request.headers.accept, response);
    case "resource":
      if (await serveReview(api, route, { request, response, query })) return undefined;
      return serveResource(api, route, { request, response, query });
  }
}

async function serveResource(
  api: Api,
  route: ResourceRoute,
  exchange: Parameters<typeof serveObject>[2],
): Promise<void> {
  const { group, version, plural, namespace, name, subresource } = route;
  const served = api.backend.catalog.find(group, version, plural);
  if (served === undefined) {
    if (!isCustomOrUnknown(api, group)) throw noSuchResource();
    return sendText(exchange.response, 404, "404 page not found\n");
  }
  const isMisplaced = served.resource.namespaced
    ? namespace === undefined && name !== undefined
    : namespace !== undefined;
  const isMissing = subresource !== undefined && !(subresource === "status" && served.version.status);
  if (isMisplaced || isMissing) throw noSuchResource();
  const collection = { ...served, namespace };
  if (name === undefined) return serveCollection(api, collection, exchange);
  return serveObject(api, { ...collection, name, subresource }, exchange);
}

/** Of groups that are built in a Status says that there is no such resource, of others a plain page. */
function isCustomOrUnknown({ backend }: Api, group: string): boolean {
  return backend.catalog.all.every(({ resource }) => resource.custom || resource.group !== group);
}
