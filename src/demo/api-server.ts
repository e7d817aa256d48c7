import { createRandom } from "../lib/random.ts";
import { Backend } from "./backend.ts";
import { builtinResources } from "./builtin-resources.ts";
import { Catalog, type Served } from "./catalog.ts";
import { createServerCertificate } from "./certificate.ts";
import { handle } from "./http/handle.ts";
import { Listener } from "./http/listener.ts";
import { OpenWatches } from "./http/open-watches.ts";
import { RequestCount } from "./http/request-count.ts";
import { Rights } from "./http/rights.ts";
import type { Api, Settings } from "./http/settings.ts";
import type { JsonObject } from "./json.ts";
import { keyOf, withMetadata, type KubeObject } from "./kube-object.ts";
import { Storage } from "./storage/storage.ts";
import { deleteWithContents } from "./writes/finalize.ts";
import { mergePatch } from "./writes/merge-patch.ts";

export interface ApiServerOptions extends Partial<Settings> {
  /** What its certificate is called after. */
  readonly name?: string;
  readonly host?: string;
  readonly token?: string;
  /** What uids and generated names come from. */
  readonly seed?: number;
  /** The time, in milliseconds since 1970. */
  readonly now?: () => number;
  /** How many changes of each resource it remembers: a watch from before is expired. */
  readonly watchWindow?: number;
  /** What there is from the beginning, definitions of custom resources first. */
  readonly objects?: Iterable<KubeObject>;
}

const defaults: Settings = {
  gitVersion: "v1.37.2",
  bookmarkSeconds: 60,
  watchBuffer: 20_000,
  freshMs: 3000,
  watchList: true,
  expiredWatch: "event",
};

/** Starts a server that speaks as a kube-apiserver does, over TLS, on a free port. It keeps its objects in memory. */
export async function startApiServer(options: ApiServerOptions = {}): Promise<DemoApiServer> {
  const { name = "demo", host = "127.0.0.1", token = "demo-token", seed = 1, watchWindow = 20_000 } = options;
  const { now = Date.now, objects = [], ...settings } = options;
  const certificate = await createServerCertificate(name, [...new Set([host, "localhost", "127.0.0.1"])]);
  const storage = new Storage(watchWindow);
  const backend = new Backend(storage, new Catalog(storage, builtinResources), createRandom(seed), now);
  const api = {
    backend,
    settings: { ...defaults, ...settings },
    requests: new RequestCount(),
    watches: new OpenWatches(),
    rights: new Rights(),
  };
  const listener = new Listener(certificate, host, (request, response) => {
    void handle(api, token, request, response);
  });
  const server = new DemoApiServer(api, listener, certificate.ca, token);
  for (const object of objects) server.put(object);
  await server.open();
  return server;
}

/**
 * A running server, as its keeper sees it. What the keeper writes goes through the same storage as what clients write, and watchers
 * hear of it, but it is not checked and not filled in. Resources are named as operators name them (`pods`,
 * `serviceentries.networking.istio.io`), objects by `namespace/name`, or `name` where there are no namespaces.
 */
export class DemoApiServer implements AsyncDisposable {
  readonly #api: Api;
  readonly #listener: Listener;
  /** The certificate to trust, as PEM. */
  readonly ca: string;
  readonly token: string;

  constructor(api: Api, listener: Listener, ca: string, token: string) {
    this.#api = api;
    this.#listener = listener;
    this.ca = ca;
    this.token = token;
  }

  get url(): string {
    return this.#listener.url;
  }

  /** How often each thing was asked over the network. */
  get requests(): RequestCount {
    return this.#api.requests;
  }

  /** The revision of the last change of all. */
  get resourceVersion(): string {
    return String(this.#api.backend.storage.revision);
  }

  /** How many watches of a resource are open. */
  watchers(resource: string): number {
    return this.#api.requests.watchesOf(resource);
  }

  /** Whether there is such a resource at all. */
  serves(resource: string): boolean {
    return this.#api.backend.catalog.named(resource) !== undefined;
  }

  list(resource: string, namespace?: string): readonly KubeObject[] {
    const versions = this.#served(resource).table.list(namespace === undefined ? "" : `${namespace}/`);
    return Array.from(versions, ({ object }) => object);
  }

  get(resource: string, key: string): KubeObject | undefined {
    return this.#served(resource).table.get(key)?.object;
  }

  /** Stores an object as it stands, new or in place of another; only what must be there is added: a uid, a time, a version. */
  put(object: KubeObject): KubeObject {
    const { storage, catalog } = this.#api.backend;
    const served = catalog.ofKind(object.apiVersion, object.kind);
    if (served === undefined) throw new Error(`nothing serves ${object.kind} of ${object.apiVersion}`);
    const before = served.table.get(keyOf(object.metadata))?.object.metadata;
    const { uid = before?.uid ?? this.#api.backend.createUid() } = object.metadata;
    const { creationTimestamp = before?.creationTimestamp ?? this.#api.backend.time() } = object.metadata;
    const metadata = { ...object.metadata, uid, creationTimestamp };
    return storage.write(served.table, { ...object, metadata }).object;
  }

  /** Stores an object with a merge patch applied; a change of its spec is a new generation. */
  patch(resource: string, key: string, change: JsonObject): KubeObject {
    const { table } = this.#served(resource);
    const before = table.get(key)?.object;
    if (before === undefined) throw new Error(`there is no ${key} among ${resource}`);
    const patched = mergePatch(before, change) as KubeObject;
    const { generation } = before.metadata;
    const isCounted = "spec" in change && generation !== undefined;
    const after = isCounted ? withMetadata(patched, { generation: generation + 1 }) : patched;
    return this.#api.backend.storage.write(table, after).object;
  }

  /** Deletes an object at once, whatever its finalizers; a namespace or a definition with all its objects. */
  delete(resource: string, key: string): boolean {
    const { table } = this.#served(resource);
    const version = table.get(key);
    if (version === undefined) return false;
    deleteWithContents(this.#api.backend, table, version);
    return true;
  }

  /** Freezes the watches of a resource that are open: their connections stay, and nothing comes any more. Later ones are well. */
  freezeWatches(resource: string): void {
    for (const stream of this.#api.watches.of(resource)) stream.freeze();
  }

  /** Takes the token's right to a resource away. Who watches goes on until the watch ends, as it does each few minutes: here at once. */
  revoke(resource: string): void {
    this.#api.rights.revoke(resource);
    for (const stream of this.#api.watches.of(resource)) stream.end();
  }

  /** Gives that right back. */
  restore(resource: string): void {
    this.#api.rights.restore(resource);
  }

  /** Forgets the past, as etcd does every five minutes: what continues from before now is expired. */
  compact(): void {
    this.#api.backend.storage.compact();
  }

  /** Listens again after a close, on the same port. */
  async open(): Promise<void> {
    await this.#listener.open();
  }

  /** Is not there any more for its clients: nothing listens, and connections are broken off. Its objects stay. */
  async close(): Promise<void> {
    await this.#listener.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #served(resource: string): Served {
    const served = this.#api.backend.catalog.named(resource);
    if (served === undefined) throw new Error(`nothing serves ${resource}`);
    return served;
  }
}
