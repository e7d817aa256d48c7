import type { Clock } from "../../src/lib/clock.ts";
import type { KubernetesClient } from "./client.ts";
import type { Kind } from "./kind.ts";
import { resourceName } from "./kind.ts";
import { REDISCOVERY } from "./limits.ts";
import type { Outages } from "./outages.ts";
import { readAggregated, readGroupVersions, readResources, servedAs } from "./read-discovery.ts";
import type { DiscoveredVersion } from "./read-discovery.ts";
import { ApiError } from "./read-error.ts";
import { apiVersionOf } from "./resource-path.ts";
import type { ServedResource } from "./served-resource.ts";

const AGGREGATED = ["v2", "v2beta1"]
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .concat("application/json")
  .join(",");

/** Which of the kinds a cluster serves, and in which version. One question to the cluster, however many ask. */
export class Discovery {
  readonly #client: KubernetesClient;
  readonly #kinds: readonly Kind[];
  readonly #clock: Clock;
  readonly #outages: Outages;
  readonly #served = new Map<string, ServedResource | null>();
  readonly #known = new Map<string, { readonly etag: string; readonly versions: readonly DiscoveredVersion[] }>();
  #running: Promise<void> | null = null;
  #waiting: (() => void)[] = [];

  /** `outages` counts each question that failed. */
  constructor(client: KubernetesClient, kinds: readonly Kind[], clock: Clock, outages: Outages) {
    this.#client = client;
    this.#kinds = kinds;
    this.#clock = clock;
    this.#outages = outages;
  }

  /** How the kind was served when last asked; null when it was not. */
  served(kind: Kind): ServedResource | null {
    return this.#served.get(resourceName(kind)) ?? null;
  }

  /** Asks the cluster now; who asks meanwhile shares the answer. Rejects with what went wrong, and what was known stays. */
  refresh(signal: AbortSignal): Promise<void> {
    this.#running ??= this.#discover(signal)
      .catch((error: unknown) => {
        this.#outages.add();
        throw error;
      })
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  /** Resolves after the next answer of the cluster, or when the signal is aborted. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener("abort", wake);
        resolve();
      };
      if (signal.aborted) return resolve();
      signal.addEventListener("abort", wake);
      this.#waiting.push(wake);
    });
  }

  /** Asks again and again while something is absent. A failure is left to those who watch: they notice it themselves. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#clock.sleep(REDISCOVERY * (0.5 + this.#clock.random()), signal);
      if (this.#kinds.some((kind) => this.served(kind) === null)) await this.refresh(signal).catch(() => {});
    }
  }

  async #discover(signal: AbortSignal): Promise<void> {
    const core = await this.#versions("/api", signal);
    const groups = await this.#versions("/apis", signal);
    const discovered = core === null || groups === null ? await this.#legacy(signal) : [...core, ...groups];
    for (const kind of this.#kinds) {
      const served = servedAs(kind, discovered);
      if (served !== undefined) this.#served.set(resourceName(kind), served);
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  async #versions(path: string, signal: AbortSignal): Promise<readonly DiscoveredVersion[] | null> {
    const known = this.#known.get(path);
    const { body, etag } = await this.#client
      .get(path, { operation: "discovery", signal, accept: AGGREGATED, ...(known && { etag: known.etag }) })
      .catch(onStatus(406, { body: undefined, etag: undefined }));
    if (known !== undefined && etag === known.etag) return known.versions;
    const versions = readAggregated(body);
    if (versions !== null && etag !== undefined) this.#known.set(path, { etag, versions });
    return versions;
  }

  /** Before Kubernetes 1.27 each group's version is asked for by itself: only those that the kinds are in. */
  async #legacy(signal: AbortSignal): Promise<readonly DiscoveredVersion[]> {
    const { body } = await this.#client.get("/apis", { operation: "discovery", signal });
    const wanted = [{ group: "", version: "v1" }, ...readGroupVersions(body)].filter(({ group, version }) =>
      this.#kinds.some((kind) => kind.group === group && kind.versions.includes(version)),
    );
    return Promise.all(
      wanted.map(async ({ group, version }) => {
        const path = `/${group === "" ? "api" : "apis"}/${apiVersionOf({ group }, version)}`;
        const answer = await this.#client.get(path, { operation: "discovery", signal }).catch(onStatus(503, null));
        return { group, version, resources: answer === null ? null : readResources(answer.body) };
      }),
    );
  }
}

/** Turns one refusal into an answer. */
function onStatus<T>(status: number, answer: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof ApiError && error.status === status) return answer;
    throw error;
  };
}
