import { encode, wholeView } from "../object-view.ts";
import { resourceName } from "../resource.ts";
import { methodNotAllowed } from "../status.ts";
import { create } from "../writes/create.ts";
import { readObject } from "../writes/read-object.ts";
import { remove } from "../writes/remove.ts";
import type { Collection } from "../writes/target.ts";
import { acceptsGzip } from "./accept.ts";
import { readObjectBody } from "./body.ts";
import { encodePage, list } from "./list.ts";
import { isWatch, readListOptions } from "./list-options.ts";
import { sendBytes, sendPieces } from "./reply.ts";
import { viewOf, type Exchange } from "./serve-object.ts";
import type { Api } from "./settings.ts";
import { watch } from "./watch.ts";
import { readRemoveOptions, readWriteOptions } from "./write-options.ts";

/** Answers a request about the objects of a resource, in one namespace or in all. */
export async function serveCollection(api: Api, collection: Collection, exchange: Exchange): Promise<void> {
  const { request, response, query } = exchange;
  const { resource, version } = collection;
  const count = (verb: string): void => {
    api.requests.add(verb, resourceName(resource));
    api.rights.check(resource, verb, collection.namespace);
  };
  switch (request.method ?? "") {
    case "GET": {
      const isWatching = isWatch(query);
      count(isWatching ? "watch" : "list");
      const options = readListOptions(query, resource);
      const view = viewOf(collection, request);
      if (isWatching) return watch(api, collection, options, view, response);
      const page = await list(api, collection, options);
      return sendPieces(response, encodePage(page, view), acceptsGzip(request.headers["accept-encoding"]));
    }
    case "POST": {
      count("create");
      if (resource.namespaced && collection.namespace === undefined) throw methodNotAllowed();
      const object = readObject(await readObjectBody(request), collection);
      const created = create(api.backend, collection, object, readWriteOptions(request, query, "CreateOptions"));
      return sendBytes(response, 201, encode(wholeView(resource, version.name), created));
    }
    case "DELETE":
      count("deletecollection");
      return removeAll(api, collection, exchange);
    default:
      throw methodNotAllowed();
  }
}

async function removeAll(api: Api, collection: Collection, { request, response, query }: Exchange): Promise<void> {
  const options = await readRemoveOptions(request, query);
  const page = await list(api, collection, readListOptions(query, collection.resource));
  const removed = page.versions.map(({ object }) => {
    const { name, namespace } = object.metadata;
    return remove(api.backend, { ...collection, namespace, name, subresource: undefined }, options).version;
  });
  return sendPieces(response, encodePage({ ...page, versions: removed }, viewOf(collection, request)), false);
}
