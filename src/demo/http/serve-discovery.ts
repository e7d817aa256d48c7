import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { noSuchResource } from "../status.ts";
import { readAccept } from "./accept.ts";
import { aggregatedDiscovery, coreVersions, groupDocument, groupList, groupsOf, resourceList } from "./discovery.ts";
import { sendJson, sendText } from "./reply.ts";
import type { Route } from "./route.ts";
import type { Api } from "./settings.ts";

type DiscoveryRoute = Extract<Route, { about: "group" | "version" }>;

const aggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** Answers what is served, in whichever of the three forms that clients of different ages ask for. */
export function serveDiscovery(
  { backend }: Api,
  route: DiscoveryRoute,
  accept: string | undefined,
  response: ServerResponse,
): void {
  const groups = groupsOf(backend.catalog.all);
  const isRoot = route.about === "group" && (route.group ?? "") === "";
  if (isRoot && readAccept(accept) === "aggregated") {
    const isCore = route.group === "";
    const wanted = groups.filter(({ name }) => (name === "") === isCore);
    const json = `${JSON.stringify(aggregatedDiscovery(wanted))}\n`;
    const etag = `"${createHash("sha512").update(json).digest("hex").toUpperCase()}"`;
    response.writeHead(200, { "content-type": aggregatedType, etag, vary: "Accept", "cache-control": "public" });
    response.end(json);
    return;
  }
  if (route.about === "group" && route.group === undefined) return sendJson(response, 200, groupList(groups));
  if (isRoot) return sendJson(response, 200, coreVersions(response.req.headers.host ?? ""));
  const group = groups.find(({ name }) => name === route.group);
  if (group === undefined) return sendText(response, 404, "404 page not found\n");
  if (route.about === "group") return sendJson(response, 200, groupDocument(group));
  const version = group.versions.find((candidate) => candidate.version === route.version);
  if (version === undefined) throw noSuchResource();
  return sendJson(response, 200, resourceList(group, version));
}
