import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Random } from "../../src/lib/random.ts";

/** A line to a gateway that cuts each connection after some bytes, wherever that is, until it has cut often enough. */
export class FragileLine implements AsyncDisposable {
  /** How many cuts were made, and how many are to be made in all. */
  cuts = 0;
  toCut = 0;
  url = "";
  readonly #random: Random;
  readonly #server = createServer((client) => void this.#carry(client));
  readonly #open = new Set<Socket>();
  #doomed = 0;
  #gateway = Promise.withResolvers<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  async listen(): Promise<this> {
    await once(this.#server.listen(0, "127.0.0.1"), "listening");
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  /** Cuts everything. Who comes now waits until the line leads somewhere. */
  interrupt(): void {
    this.#gateway = Promise.withResolvers();
    for (const client of this.#open) client.destroy();
  }

  leadTo(url: string): void {
    this.#gateway.resolve(url);
  }

  async #carry(client: Socket): Promise<void> {
    this.#open.add(client);
    client.on("error", () => {}).on("close", () => this.#open.delete(client));
    const upstream = connect(Number(new URL(await this.#gateway.promise).port), "127.0.0.1");
    // Few bytes as often as many: what comes before the first batch is cut, and what comes long after the beginning.
    const isDoomed = this.#doomed < this.toCut;
    if (isDoomed) this.#doomed += 1;
    const few = this.#random.int(2) === 0 ? 10 ** (1 + 3 * this.#random.next()) : this.#random.int(60_000);
    let left = isDoomed ? Math.ceil(few) : Infinity;
    client.on("close", () => upstream.destroy()).pipe(upstream);
    upstream.on("error", () => {}).on("close", () => client.destroy());
    upstream.on("data", (bytes: Buffer) => {
      client.write(bytes.subarray(0, left));
      left -= bytes.length;
      if (left > 0 || client.destroyed) return;
      this.cuts += 1;
      client.destroy();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.interrupt();
    this.#server.close();
    await once(this.#server, "close");
  }
}
