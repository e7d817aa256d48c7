import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the range from which Linux gives ports to outgoing connections, so that a port stays ours while its server is down. */
const range = [20_000, 32_000] as const;
const attempts = 50;

/** A port of 127.0.0.1 on which nothing listens. */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = randomInt(...range);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port between ${range[0]} and ${range[1]} in ${attempts} attempts`);
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once("error", () => resolve(false));
  server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  return promise;
}
