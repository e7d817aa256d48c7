import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { JsonObject } from "../../schema/kubernetes-object.ts";
import { statusBody } from "./fake-behaviour.ts";
import { FakeWatch } from "./fake-watch.ts";

/** A resource that the fake serves. */
export interface FakeResource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
}

/** An object of the wire, as far as the fake must know it. */
export interface FakeObject extends JsonObject {
  readonly metadata: {
    readonly namespace?: string;
    readonly name: string;
    readonly uid?: string;
    readonly [field: string]: unknown;
  };
}

export type Operation = "list" | "watch" | "watchlist" | "probe" | "discovery" | "identity" | "version" | "other";

export interface FakeRequest {
  readonly operation: Operation;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
}

/** One request while it is answered. */
export interface Exchange {
  readonly request: FakeRequest;
  readonly response: ServerResponse;
  readonly fake: FakeKube;
  /** Answers as a healthy API server does. */
  readonly serve: () => void;
}

/** How one request is answered instead. */
export type Behaviour = (exchange: Exchange) => void;

interface HistoryEntry {
  readonly version: number;
  readonly plural: string;
  readonly event: JsonObject;
}

/** What an API server does with WatchList: serves it, refuses it (its gate is off), cannot (its etcd), or takes it for a plain watch. */
export type WatchListMode = "served" | "refused" | "unsupported" | "ignored";

interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/**
 * An API server for tests: it lists in pages, watches and discovers over real HTTP, and does what it is told instead, request by
 * request. It knows nothing of the gateway.
 */
export class FakeKube implements AsyncDisposable {
  readonly requests: FakeRequest[] = [];
  readonly watches = new Set<FakeWatch>();
  watchList: WatchListMode = "refused";
  legacyDiscovery = false;
  /** Resources that discovery does not tell of, as an API server that has not read its CRDs yet. */
  readonly unread = new Set<string>();
  identity = "uid-of-kube-system";
  gitVersion = "v1.37.2";
  /** The present resourceVersion: of the whole fake, as in etcd. */
  version = 1000;
  readonly #resources = new Map<string, FakeResource>();
  readonly #objects = new Map<string, Map<string, FakeObject>>();
  readonly #history: HistoryEntry[] = [];
  readonly #scripts = new Map<Operation, Behaviour[]>();
  readonly #pages = new Map<string, readonly FakeObject[]>();
  /** How each operation is answered until told otherwise, after its script. */
  readonly always = new Map<Operation, Behaviour>();
  #compacted = 0;
  #server: Server;
  #port = 0;
  #tls: TlsFiles | null;

  constructor(tls: TlsFiles | null = null) {
    this.#tls = tls;
    this.#server = this.#create();
  }

  static async start(...resources: FakeResource[]): Promise<FakeKube> {
    const fake = new FakeKube();
    for (const resource of resources) fake.serve(resource);
    await fake.listen();
    return fake;
  }

  get url(): string {
    return `${this.#tls === null ? "http" : "https"}://127.0.0.1:${this.#port}`;
  }

  // ------------------------------------------------------------------------------------------------------------- state

  serve(resource: FakeResource): void {
    this.#resources.set(resource.plural, resource);
    if (!this.#objects.has(resource.plural)) this.#objects.set(resource.plural, new Map());
  }

  /** The resource is gone, with its objects, as when a CRD is deleted. Its watches are told, and end. */
  withdraw(plural: string): void {
    for (const { metadata } of this.objects(plural)) this.delete(plural, metadata.name, metadata.namespace);
    this.#resources.delete(plural);
    this.endWatches(plural);
  }

  objects(plural: string): FakeObject[] {
    return [...(this.#objects.get(plural)?.values() ?? [])];
  }

  /** Creates or updates; gives the object back as it is served. */
  put(plural: string, draft: FakeObject, silently = false): FakeObject {
    const key = keyOf(draft.metadata);
    const before = this.#objects.get(plural)?.get(key);
    this.version += 1;
    const uid = draft.metadata.uid ?? before?.metadata.uid ?? `uid-${key}-${this.version}`;
    const object = {
      ...this.#typeOf(plural),
      ...draft,
      metadata: { ...draft.metadata, uid, resourceVersion: String(this.version) },
    };
    this.#objects.get(plural)?.set(key, object);
    this.#record(plural, before === undefined ? "ADDED" : "MODIFIED", object, silently);
    return object;
  }

  delete(plural: string, name: string, namespace?: string, silently = false): void {
    const key = keyOf({ name, ...(namespace !== undefined && { namespace }) });
    const before = this.#objects.get(plural)?.get(key);
    if (before === undefined) return;
    this.version += 1;
    this.#objects.get(plural)?.delete(key);
    const object = { ...before, metadata: { ...before.metadata, resourceVersion: String(this.version) } };
    this.#record(plural, "DELETED", object, silently);
  }

  /** What happened until now is forgotten: a watch from before gets 410. */
  compact(): void {
    this.#compacted = this.version;
  }

  /** An older backup is restored: the version goes back, and the history with it. */
  restore(version: number, plural: string, objects: readonly FakeObject[]): void {
    this.version = version;
    this.#history.length = 0;
    this.#compacted = 0;
    this.#objects.set(plural, new Map());
    for (const object of objects) this.put(plural, object);
    this.version = version;
    for (const watch of this.watches) watch.reset();
  }

  // ------------------------------------------------------------------------------------------------------------ script

  /** The next requests of the operation are answered so, one after another. */
  next(operation: Operation, ...behaviours: Behaviour[]): void {
    this.#scripts.set(operation, [...(this.#scripts.get(operation) ?? []), ...behaviours]);
  }

  /** Whether all that was scripted for an operation was used. */
  isDone(operation: Operation): boolean {
    return (this.#scripts.get(operation) ?? []).length === 0;
  }

  count(...operations: Operation[]): number {
    return this.requests.filter(({ operation }) => operations.includes(operation)).length;
  }

  send(plural: string, ...events: unknown[]): void {
    for (const watch of this.watchesOf(plural)) for (const event of events) watch.send(event);
  }

  /** A bookmark of the present version. */
  bookmark(plural: string, version = this.version): void {
    this.send(plural, {
      type: "BOOKMARK",
      object: { ...this.#typeOf(plural), metadata: { resourceVersion: String(version) } },
    });
  }

  endWatches(plural: string): void {
    for (const watch of this.watchesOf(plural)) watch.end();
  }

  watchesOf(plural: string): FakeWatch[] {
    return [...this.watches].filter((watch) => watch.plural === plural);
  }

  // ------------------------------------------------------------------------------------------------------------ server

  listen(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.listen(this.#port, "127.0.0.1", () => {
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  /** Every connection breaks and none is taken, until it listens again: at the same port, with another certificate if so wanted. */
  async stop(tls: TlsFiles | null = this.#tls): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
    this.watches.clear();
    this.#tls = tls;
    this.#server = this.#create();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  #create(): Server {
    const answer = (request: IncomingMessage, response: ServerResponse): void => this.#answer(request, response);
    return this.#tls === null ? createServer(answer) : createTlsServer({ ...this.#tls }, answer);
  }

  #answer(incoming: IncomingMessage, response: ServerResponse): void {
    const url = new URL(incoming.url ?? "/", "http://fake");
    const operation = operationOf(url);
    const request = { operation, path: url.pathname, query: url.searchParams, headers: incoming.headers };
    this.requests.push(request);
    response.on("error", () => {});
    const serve = (): void => this.#serve(request, response);
    const behaviour = this.#scripts.get(operation)?.shift() ?? this.always.get(operation);
    if (behaviour === undefined) serve();
    else behaviour({ request, response, fake: this, serve });
  }

  #serve(request: FakeRequest, response: ServerResponse): void {
    const { path, query } = request;
    if (path === "/version") return json(response, { gitVersion: this.gitVersion });
    if (path === "/api/v1/namespaces/kube-system")
      return json(response, {
        kind: "Namespace",
        apiVersion: "v1",
        metadata: { name: "kube-system", uid: this.identity },
      });
    const resource = [...this.#resources.values()].find((candidate) => pathOf(candidate) === path);
    if (resource !== undefined)
      return query.get("watch") === "true"
        ? this.#watch(resource, request, response)
        : this.#list(resource, request, response);
    const discovered = this.#discover(request);
    if (discovered === null) return json(response, statusBody(404, "NotFound"), 404);
    const etag = `"${JSON.stringify(this.#discovered().map(({ plural }) => plural))}"`;
    if (request.headers["if-none-match"] === etag) return void response.writeHead(304, { etag }).end();
    response.setHeader("etag", etag);
    json(response, discovered, 200, request);
  }

  #list(resource: FakeResource, { query, headers }: FakeRequest, response: ServerResponse): void {
    const token = query.get("continue");
    const [version = "", start = "0"] = token === null ? [String(this.version)] : token.split("/");
    const all = token === null ? this.objects(resource.plural) : this.#pages.get(version);
    if (all === undefined) return json(response, statusBody(410, "Expired"), 410);
    this.#pages.set(version, all);
    const end = Number(start) + Number(query.get("limit") ?? all.length);
    const metadata = { resourceVersion: version, ...(end < all.length && { continue: `${version}/${end}` }) };
    // In the lists of built-in kinds the items do not say their kind.
    const items = all
      .slice(Number(start), end)
      .map((object) => ({ ...object, kind: undefined, apiVersion: undefined }));
    const { apiVersion, kind } = this.#typeOf(resource.plural);
    json(response, { kind: `${kind}List`, apiVersion, metadata, items }, 200, { headers });
  }

  #watch(resource: FakeResource, { query }: FakeRequest, response: ServerResponse): void {
    const initial = query.get("sendInitialEvents") === "true";
    if (initial && this.watchList === "refused") return json(response, statusBody(422, "Invalid"), 422);
    const watch = new FakeWatch(resource.plural, response);
    this.watches.add(watch);
    response.on("close", () => this.watches.delete(watch));
    if (initial && this.watchList === "unsupported") {
      const message = "the required storage feature RequestWatchProgress is disabled";
      watch.send({ type: "ERROR", object: { ...statusBody(500, "InternalError"), message } });
      return watch.end();
    }
    if (initial) return this.#initialEvents(resource, watch);
    const from = Number(query.get("resourceVersion"));
    if (from < this.#compacted) {
      watch.send({ type: "ERROR", object: statusBody(410, "Expired") });
      return watch.end();
    }
    // From the future a real one says nothing at all, until it does.
    for (const { version, plural, event } of this.#history)
      if (plural === resource.plural && version > from) watch.send(event);
  }

  #initialEvents(resource: FakeResource, watch: FakeWatch): void {
    for (const object of this.objects(resource.plural)) watch.send({ type: "ADDED", object });
    const annotations = this.watchList === "served" ? { "k8s.io/initial-events-end": "true" } : {};
    const metadata = { resourceVersion: String(this.version), annotations };
    watch.send({ type: "BOOKMARK", object: { ...this.#typeOf(resource.plural), metadata } });
  }

  #discover({ path, headers }: FakeRequest): unknown {
    const aggregated = !this.legacyDiscovery && String(headers.accept).includes("g=apidiscovery.k8s.io");
    const resources = this.#discovered();
    if (path === "/api" && aggregated) return aggregatedOf(resources.filter(({ group }) => group === ""));
    if (path === "/apis" && aggregated) return aggregatedOf(resources.filter(({ group }) => group !== ""));
    if (path === "/api") return { kind: "APIVersions", versions: ["v1"] };
    if (path === "/apis") {
      const groups = resources.filter(({ group }) => group !== "");
      return {
        kind: "APIGroupList",
        groups: groups.map(({ group, version }) => ({ name: group, versions: [{ version }] })),
      };
    }
    const served = resources.filter((resource) => pathOf(resource).startsWith(`${path}/`));
    if (served.length === 0) return null;
    const verbs = ["get", "list", "watch"];
    return { kind: "APIResourceList", resources: served.map(({ plural, kind }) => ({ name: plural, kind, verbs })) };
  }

  #discovered(): FakeResource[] {
    return [...this.#resources.values()].filter(({ plural }) => !this.unread.has(plural));
  }

  #record(plural: string, type: string, object: FakeObject, silently: boolean): void {
    const event = { type, object };
    if (silently) return;
    this.#history.push({ version: this.version, plural, event });
    this.send(plural, event);
  }

  #typeOf(plural: string): { readonly kind: string; readonly apiVersion: string } {
    const { group = "", version = "v1", kind = "Thing" } = this.#resources.get(plural) ?? {};
    return { kind, apiVersion: group === "" ? version : `${group}/${version}` };
  }
}

function json(response: ServerResponse, body: unknown, status = 200, request?: Pick<FakeRequest, "headers">): void {
  const text = JSON.stringify(body);
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  // As the real one, only where it is worth it.
  if (text.length < 128 * 1024 || !String(request?.headers["accept-encoding"]).includes("gzip"))
    return void response.end(text);
  response.setHeader("content-encoding", "gzip");
  response.end(gzipSync(text));
}

function operationOf({ pathname, searchParams }: URL): Operation {
  if (pathname === "/version") return "version";
  if (pathname.endsWith("/namespaces/kube-system")) return "identity";
  if (searchParams.get("sendInitialEvents") === "true") return "watchlist";
  if (searchParams.get("watch") === "true") return "watch";
  if (searchParams.get("limit") === "1") return "probe";
  if (searchParams.has("limit")) return "list";
  return /^\/apis?(\/[^/]+){0,2}$/.test(pathname) ? "discovery" : "other";
}

function pathOf({ group, version, plural }: FakeResource): string {
  return group === "" ? `/api/${version}/${plural}` : `/apis/${group}/${version}/${plural}`;
}

function keyOf({ namespace = "", name }: { readonly namespace?: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

function aggregatedOf(resources: readonly FakeResource[]): unknown {
  const groups = Map.groupBy(resources, ({ group }) => group);
  const items = Array.from(groups, ([name, ofGroup]) => ({
    metadata: { name },
    versions: Array.from(
      Map.groupBy(ofGroup, ({ version }) => version),
      ([version, ofVersion]) => ({
        version,
        freshness: "Current",
        resources: ofVersion.map(({ plural, kind }) => ({
          resource: plural,
          responseKind: { group: name, version, kind },
          scope: "Namespaced",
          verbs: ["list", "watch"],
        })),
      }),
    ),
  }));
  return { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", items };
}
