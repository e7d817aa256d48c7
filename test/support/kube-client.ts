import { Agent, fetch, type Response } from "undici";
import { KubeWatch } from "./kube-watch.ts";
import type { KubeDraft, KubeList, KubeObject, Status } from "./kube-wire.ts";

/** Where an API server is and who asks it. */
export interface KubeTarget {
  readonly url: string;
  /** The certificates to trust, as PEM. */
  readonly ca: string;
  readonly token: string;
}

type Query = Readonly<Record<string, string | number | boolean>>;

interface KubeRequest {
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer as it came: the body parsed when it is JSON, else its text. */
export interface KubeAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

/** An API server's refusal, or what stood in its place. */
export class KubeError extends Error {
  readonly status: Status;

  constructor(request: string, { status, body }: KubeAnswer) {
    const failure = isStatus(body) ? body : undefined;
    super(`${request} was answered ${status}: ${failure?.message ?? JSON.stringify(body)}`);
    this.name = "KubeError";
    this.status = failure ?? { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", code: status };
  }
}

/** A client for tests: the wire and nothing between. One request a call, nothing tried again, nothing hidden. */
export class KubeClient implements AsyncDisposable {
  readonly target: KubeTarget;
  readonly #agent: Agent;

  constructor(target: KubeTarget) {
    this.target = target;
    // HTTP/1.1: a socket for each watch, so that breaking one off disturbs no other.
    this.#agent = new Agent({ allowH2: false, bodyTimeout: 0, connect: { ca: target.ca } });
  }

  /** Any request, whatever its answer. */
  async request(method: string, path: string, request: KubeRequest = {}): Promise<KubeAnswer> {
    const response = await this.#send(method, path, request);
    return readAnswer(response);
  }

  get(path: string, query?: Query): Promise<KubeObject> {
    return this.#ask<KubeObject>("GET", path, { ...(query && { query }) });
  }

  list(path: string, query?: Query): Promise<KubeList> {
    return this.#ask<KubeList>("GET", path, { ...(query && { query }) });
  }

  create(path: string, draft: KubeDraft, query?: Query): Promise<KubeObject> {
    return this.#ask<KubeObject>("POST", path, { ...(query && { query }), ...json(draft) });
  }

  /** A server-side apply of what that manager wants the object to be. */
  apply(path: string, draft: KubeDraft, query: Query & { readonly fieldManager: string }): Promise<KubeObject> {
    return this.#ask<KubeObject>("PATCH", path, { query, ...json(draft, "application/apply-patch+yaml") });
  }

  /** A merge patch. */
  patch(path: string, change: object, query?: Query): Promise<KubeObject> {
    return this.#ask<KubeObject>("PATCH", path, {
      ...(query && { query }),
      ...json(change, "application/merge-patch+json"),
    });
  }

  /** A delete with its options in the body, because a server that gets a body does not look at the query: `{ dryRun: ["All"] }`. */
  delete(path: string, options: object = {}): Promise<KubeObject | Status> {
    return this.#ask<KubeObject | Status>(
      "DELETE",
      path,
      json({ apiVersion: "v1", kind: "DeleteOptions", ...options }),
    );
  }

  /** The events from now on, or as the query says. */
  async watch(path: string, query: Query = {}): Promise<KubeWatch> {
    const abort = new AbortController();
    const response = await this.#send("GET", path, { query: { ...query, watch: true } }, abort.signal);
    if (response.status !== 200) throw new KubeError(`GET ${path} (watch)`, await readAnswer(response));
    if (response.body === null) throw new Error(`GET ${path} (watch) was answered without a body`);
    return new KubeWatch(response.body, abort);
  }

  async #ask<T>(method: string, path: string, request: KubeRequest): Promise<T> {
    const answer = await this.request(method, path, request);
    if (answer.status >= 300) throw new KubeError(`${method} ${path}`, answer);
    return answer.body as T;
  }

  #send(method: string, path: string, { query, headers, body }: KubeRequest, signal?: AbortSignal): Promise<Response> {
    const url = new URL(path, this.target.url);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, String(value));
    return fetch(url, {
      method,
      headers: { accept: "application/json", authorization: `Bearer ${this.target.token}`, ...headers },
      dispatcher: this.#agent,
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.destroy();
  }
}

function json(body: object, contentType = "application/json"): Required<Pick<KubeRequest, "body" | "headers">> {
  return { body: JSON.stringify(body), headers: { "content-type": contentType } };
}

async function readAnswer(response: Response): Promise<KubeAnswer> {
  const contentType = response.headers.get("content-type") ?? "";
  const text = await response.text();
  return {
    status: response.status,
    contentType,
    body: contentType.startsWith("application/json") ? JSON.parse(text) : text,
  };
}

function isStatus(body: unknown): body is Status {
  return typeof body === "object" && body !== null && "kind" in body && body.kind === "Status";
}
