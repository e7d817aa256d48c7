import { z } from "zod";
import { count, loopbackHost, readableFile } from "./values.ts";

const port = () => count({ min: 0, max: 65_535 });

/** `server`: where the graph is served. */
export function serverSection(base: string) {
  return listeners(base).refine((server) => !doListenersMeet(server), {
    path: ["operations", "port"],
    error: ({ input }) => `server.port is ${(input as Listeners).port} too: each listener needs a port of its own`,
  });
}

type Listeners = z.output<ReturnType<typeof listeners>>;

function doListenersMeet({ operations, ...first }: Listeners): boolean {
  return first.port !== 0 && operations?.port === first.port && addressOf(operations.host) === addressOf(first.host);
}

function addressOf(host: string): string {
  return host === "localhost" ? "127.0.0.1" : host;
}

function listeners(base: string) {
  return z.strictObject({
    host: loopbackHost().default("127.0.0.1").describe("The address to listen on."),
    port: port().default(4000).describe("The port of everything that clients use; 0 takes a free one."),
    tls: z
      .strictObject({
        certFile: readableFile(base).describe("The certificate chain, PEM."),
        keyFile: readableFile(base).describe("Its key, PEM."),
      })
      .optional()
      .describe("Serves https instead of http."),
    trustedProxies: z
      .array(z.string())
      .max(0, "no proxy is believed in the loopback mode: leave this empty")
      .default([])
      .describe(
        "Proxies whose X-Forwarded headers are believed. None can be yet: the loopback mode reads no such header.",
      ),
    operations: z
      .strictObject({
        host: loopbackHost().default("127.0.0.1").describe("The address to listen on."),
        port: port().default(4001).describe("The port."),
      })
      .optional()
      .describe("A second listener for /metrics, /version and /readyz?verbose."),
    cursorKeyFile: readableFile(base)
      .optional()
      .describe("32 bytes that seal cursors. Without it they are random, and cursors end with the process."),
  });
}
