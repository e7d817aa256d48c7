import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "undici";
import type { Figure } from "./measure.ts";
import { median } from "./measure.ts";
import { QUERY } from "./query-servers.ts";

const SERVERS = [
  "meshgraph",
  "bare node:http, the same bytes",
  "Apollo as it comes",
  "graphql-yoga",
  "mercurius with jit",
];
const ROUNDS = 5;
const ROUND_MS = 2500;
const CONNECTIONS = 8;

/** Answers a second to the query of 100 ServiceEntries, without a response cache; each server is a process of its own, asked in turn. */
export async function query(): Promise<readonly Figure[]> {
  const rates = new Map<string, number[]>(SERVERS.map((name) => [name, []]));
  const servers = await Promise.all(SERVERS.map(async (name) => [name, await start(name)] as const));
  try {
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const [name, { url }] of servers) {
        const rate = await load(url);
        if (round > 0) rates.get(name)?.push(rate);
      }
  } finally {
    for (const [, { stop }] of servers) stop();
  }
  const ours = rates.get("meshgraph") ?? [];
  return SERVERS.map((name) => {
    const value = median(rates.get(name) ?? []);
    if (name === "meshgraph") return { name: "query of 100 ServiceEntries", value, unit: "1/s" };
    const ratio = median(ours.map((rate, round) => rate / (rates.get(name)?.[round] ?? Number.NaN)));
    return { name: `  the same, ${name}`, value, unit: "1/s", baseline: "meshgraph to this one", ratio };
  });
}

async function start(name: string): Promise<{ readonly url: string; readonly stop: () => void }> {
  const child = fork(new URL("query-servers.js", import.meta.url), [name], {
    // As the launcher runs it.
    execArgv: name === "meshgraph" ? ["--max-semi-space-size=4"] : [],
    env: { ...process.env, NODE_ENV: "production" },
  });
  const [url] = (await once(child, "message")) as [string];
  return { url, stop: () => child.kill() };
}

async function load(url: string): Promise<number> {
  const dispatcher = new Agent({ connections: CONNECTIONS });
  const end = performance.now() + ROUND_MS;
  let answers = 0;
  const body = JSON.stringify({ query: QUERY });
  const ask = async (): Promise<void> => {
    while (performance.now() < end) {
      const answer = await request(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        dispatcher,
      });
      const bytes = await answer.body.arrayBuffer();
      if (answer.statusCode !== 200 || bytes.byteLength < 30_000)
        throw new Error(`${url}: ${answer.statusCode}, ${bytes.byteLength} bytes`);
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, ask));
  await dispatcher.close();
  return (answers * 1000) / ROUND_MS;
}
