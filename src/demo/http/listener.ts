import { once } from "node:events";
import { createServer, type Server } from "node:https";
import type { RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { ServerCertificate } from "../certificate.ts";

/** A port with TLS that can be closed and opened again, always the same one. */
export class Listener {
  readonly #certificate: ServerCertificate;
  readonly #host: string;
  readonly #answer: RequestListener;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();
  #port = 0;

  constructor(certificate: ServerCertificate, host: string, answer: RequestListener) {
    this.#certificate = certificate;
    this.#host = host;
    this.#answer = answer;
  }

  get url(): string {
    return `https://${this.#host.includes(":") ? `[${this.#host}]` : this.#host}:${this.#port}`;
  }

  async open(): Promise<void> {
    if (this.#server !== undefined) return;
    const { certificate: cert, key } = this.#certificate;
    // Longer than clients keep a socket that they do not use, so that it is they who close it.
    const server = createServer({ cert, key, keepAliveTimeout: 120_000 }, this.#answer);
    this.#server = server;
    // Those that still shake hands among them, which the server itself does not know yet.
    server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    server.listen(this.#port, this.#host);
    await once(server, "listening");
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Closes the port and breaks off every connection. */
  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, "close");
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
