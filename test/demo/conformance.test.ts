import { vi } from "vitest";
import { startApiServer } from "../../src/demo/api-server.ts";
import { allDefinitions } from "../../src/demo/definitions/index.ts";
import { conformance } from "../support/conformance.ts";

// Some of the suite waits on purpose: for a watch to end, for a resourceVersion that does not come.
vi.setConfig({ testTimeout: 30_000 });

conformance("the demo's server", async () => {
  const server = await startApiServer({ objects: allDefinitions });
  return {
    url: server.url,
    ca: server.ca,
    token: server.token,
    compact: async () => server.compact(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
});
