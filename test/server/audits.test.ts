import { serverAudits } from "graphql-http";
import { expect, test } from "vitest";
import { startGraph } from "../support/start-graph.ts";

test("the audits of GraphQL over HTTP find no error", async () => {
  await using graph = await startGraph();
  const audits = serverAudits({ url: `${graph.url}/graphql`, fetchFn: fetch });

  const failed: string[] = [];
  for (const { id, name, fn } of audits) {
    const result = await fn();
    if (result.status === "error") failed.push(`${id} ${name}: ${result.reason}`);
    if ("response" in result) await result.response.body?.cancel().catch(() => {});
  }

  expect(audits.length).toBeGreaterThan(50);
  expect(failed).toEqual([]);
});
