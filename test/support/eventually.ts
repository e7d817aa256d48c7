import { setTimeout as delay } from "node:timers/promises";

interface Patience {
  readonly withinMs?: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Tries until an attempt succeeds, and gives what it gave. After the deadline it fails with the last attempt's failure as the cause.
 * This is how a test waits for what nobody tells it.
 */
export async function eventually<T>(
  what: string,
  attempt: () => T | Promise<T>,
  { withinMs = 10_000, everyMs = 50, signal }: Patience = {},
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (cause) {
      if (Date.now() >= deadline) throw new Error(`not within ${withinMs} ms: ${what}`, { cause });
    }
    await delay(everyMs, undefined, { ...(signal && { signal }) });
  }
}
