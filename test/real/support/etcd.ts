import { join } from "node:path";
import { flags, type Options } from "./flags.ts";
import { findFreePort } from "./free-port.ts";
import { LeashedProcess } from "./leashed-process.ts";

/** The key by which API servers tell each other up to where they have compacted. */
const compactedKey = "compact_rev_key";

/** An etcd of one member that keeps nothing once it is gone. */
export class Etcd implements AsyncDisposable {
  readonly url: string;
  readonly #process: LeashedProcess;

  private constructor(url: string, process: LeashedProcess) {
    this.url = url;
    this.#process = process;
  }

  static async start(file: string, folder: string, options: Options): Promise<Etcd> {
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const peer = `http://127.0.0.1:${await findFreePort()}`;
    const process = new LeashedProcess(
      file,
      flags({
        "data-dir": join(folder, "etcd"),
        "unsafe-no-fsync": "true",
        "listen-client-urls": url,
        "advertise-client-urls": url,
        "listen-peer-urls": peer,
        "initial-advertise-peer-urls": peer,
        "initial-cluster": `default=${peer}`,
        ...options,
      }),
      folder,
    );
    await process.untilReady(async () => {
      const answer = await fetch(`${url}/health`);
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    }, 30_000);
    return new Etcd(url, process);
  }

  /** Forgets every revision before the present one, leaving the mark that an API server leaves when it compacts. */
  async compact(): Promise<void> {
    const { header } = await this.#call<{ header: { revision: string } }>("kv/range", { key: base64(compactedKey) });
    await this.#call("kv/put", { key: base64(compactedKey), value: base64(header.revision) });
    await this.#call("kv/compaction", { revision: header.revision, physical: true });
  }

  async #call<T>(method: string, body: object): Promise<T> {
    const answer = await fetch(`${this.url}/v3/${method}`, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`etcd answered ${answer.status} to ${method}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
