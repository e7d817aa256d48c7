import { randomUUID } from "node:crypto";
import { KubeClient, type KubeTarget } from "../kube-client.ts";
import { kubePath } from "../kube-path.ts";
import type { KubeDraft, KubeObject } from "../kube-wire.ts";
import { namespaces, type Sample } from "./samples.ts";

/** An API server under test, with the definitions of Istio and Karpenter installed, and a token that may do everything. */
export interface ConformanceTarget extends KubeTarget, AsyncDisposable {
  /** Makes every resourceVersion of before too old to continue from. It may break connections off. */
  compact?(): Promise<void>;
}

/** The server that the tests talk to, from the first one's beginning to the last one's end. */
export class Subject {
  readonly #start: () => Promise<ConformanceTarget>;
  #running: { readonly target: ConformanceTarget; readonly client: KubeClient } | undefined;

  constructor(start: () => Promise<ConformanceTarget>) {
    this.#start = start;
  }

  async begin(): Promise<void> {
    const target = await this.#start();
    this.#running = { target, client: new KubeClient(target) };
  }

  async end(): Promise<void> {
    await this.#running?.client[Symbol.asyncDispose]();
    await this.#running?.target[Symbol.asyncDispose]();
  }

  get target(): ConformanceTarget {
    return this.#use().target;
  }

  get client(): KubeClient {
    return this.#use().client;
  }

  /** A new namespace, for one test. */
  async namespace(): Promise<string> {
    const name = uniqueName();
    await this.client.create(kubePath(namespaces), namespaces.draft(name, name));
    return name;
  }

  /** A place of its own for objects of that sample: a new namespace or, where there are none, a label. */
  async room(sample: Sample): Promise<Room> {
    return new Room(this.client, sample, sample.namespaced ? await this.namespace() : uniqueName());
  }

  #use(): { readonly target: ConformanceTarget; readonly client: KubeClient } {
    if (this.#running === undefined) throw new Error("the server under test was not started");
    return this.#running;
  }
}

/** Where one test's objects of one sample live. */
export class Room {
  readonly #client: KubeClient;
  readonly #sample: Sample;
  readonly #name: string;
  readonly path: string;
  /** What a list or watch of this room's objects asks for. */
  readonly query: Readonly<Record<string, string>>;

  constructor(client: KubeClient, sample: Sample, name: string) {
    this.#client = client;
    this.#sample = sample;
    this.#name = name;
    this.path = kubePath(sample, name);
    this.query = sample.namespaced ? {} : { labelSelector: `room=${name}` };
  }

  /** The path of an object, of whose name only the end is given. */
  pathOf(name: string): string {
    return `${this.path}/${this.nameOf(name)}`;
  }

  nameOf(name: string): string {
    return this.#sample.namespaced ? name : `${this.#name}-${name}`;
  }

  draft(name: string): KubeDraft {
    return this.#sample.draft(this.nameOf(name), this.#name);
  }

  create(name: string): Promise<KubeObject> {
    return this.#client.create(this.path, this.draft(name));
  }

  /** Changes an object without changing what it is. */
  touch(name: string, step: string): Promise<KubeObject> {
    return this.#client.patch(this.pathOf(name), { metadata: { labels: { step } } });
  }

  /** Deletes an object; a pod without waiting for a node to agree. */
  async delete(name: string): Promise<void> {
    await this.#client.delete(this.pathOf(name), { gracePeriodSeconds: 0 });
  }
}

function uniqueName(): string {
  return `conformance-${randomUUID().slice(0, 8)}`;
}
