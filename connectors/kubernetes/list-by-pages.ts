import type { ClusterReading } from "./cluster-reading.ts";
import { pageQuery, readListPage } from "./list-page.ts";
import type { ListPage } from "./list-page.ts";
import type { Mirror } from "./mirror.ts";
import type { ServedResource } from "./served-resource.ts";
import { WireError } from "./wire-error.ts";

/** Takes a whole list into the mirror, page by page. Its place is the first page's, because the pages are all of that state. */
export async function listByPages(
  mirror: Mirror,
  reading: ClusterReading,
  resource: ServedResource,
  signal: AbortSignal,
): Promise<void> {
  const endTurn = await reading.lists.take(signal);
  try {
    let token = "";
    let place = "";
    do {
      const page = await askForPage(reading, resource, token, signal);
      token = page.continue;
      if (place === "") await mirror.beginList();
      place ||= page.resourceVersion;
      await takePage(mirror, reading, page, resource);
      signal.throwIfAborted();
    } while (token !== "");
    await mirror.finishList(place, signal);
  } finally {
    endTurn();
  }
}

async function askForPage(
  { client }: ClusterReading,
  resource: ServedResource,
  token: string,
  signal: AbortSignal,
): Promise<ListPage> {
  const { body } = await client.get(`${resource.path}?${pageQuery(token)}`, { operation: "list", signal });
  const page = readListPage(body, resource);
  if (page.continue === token && token !== "") throw new WireError("MALFORMED_LIST", "its continue token again");
  return page;
}

async function takePage(
  mirror: Mirror,
  { slice, sink }: ClusterReading,
  { items }: ListPage,
  { kind }: ServedResource,
): Promise<void> {
  for (const item of items) {
    mirror.takeItem(item, kind);
    if (slice.over()) await slice.rest();
  }
  mirror.status.heard();
  await sink.ready();
}
