import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { runProcess } from "../../src/cli/process.ts";

/**
 * The command line over a gateway that only listens: what the processes of the command line's tests run. FAKE_CLOSE is how long it takes
 * to stop, FAKE_START how long to start, both in milliseconds.
 */
const wait = (name: string, signal?: AbortSignal): Promise<void> =>
  delay(Number(process.env[name] ?? 0), undefined, { signal }).catch(() => {});

await runProcess({
  async startApp(config, { signal }) {
    process.stderr.write(`app: ${JSON.stringify(config.kubernetes)} ${config.log.level}\n`);
    await wait("FAKE_START", signal);
    const server = createServer();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once("error", reject).listen(config.server.port, config.server.host, resolve);
    await promise;
    const address = server.address();
    return {
      url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
      async [Symbol.asyncDispose]() {
        await wait("FAKE_CLOSE");
        process.stderr.write("app: closed\n");
        server.close();
      },
    };
  },
  startDemoFleet({ seed }) {
    process.stderr.write(`fleet: seed ${seed}\n`);
    return Promise.resolve({
      kubeconfig: "the fleet's kubeconfig",
      [Symbol.asyncDispose]() {
        process.stderr.write("fleet: closed\n");
        return Promise.resolve();
      },
    });
  },
});
