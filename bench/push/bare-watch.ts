import { Agent, request } from "undici";
import type { ChangingCluster } from "./changing-cluster.ts";
import { now } from "./part.ts";

/** The annotation with the time of a change, in the milliseconds of `now()`: the gateway does not read it. */
export const WRITTEN = "bench.example/written";

/** When a change was written, and when its event was read from the wire. */
export interface Seen {
  readonly writtenAt: number;
  readonly seenAt: number;
}

/** A watch of pods and nothing more: what the soonest possible news of a change is. By resourceVersion. */
export async function watchBare({ url, ca, token }: ChangingCluster, signal: AbortSignal): Promise<Map<number, Seen>> {
  const dispatcher = new Agent({ bodyTimeout: 0, connect: { ca } });
  const seen = new Map<number, Seen>();
  const headers = { authorization: `Bearer ${token}` };
  const { body } = await request(`${url}/api/v1/pods?watch=true`, { dispatcher, headers, signal });
  const follow = async (): Promise<void> => {
    let begun = "";
    for await (const chunk of body) {
      const seenAt = now();
      const lines = (begun + String(chunk)).split("\n");
      begun = lines.pop() ?? "";
      for (const line of lines) {
        const { type, object } = JSON.parse(line) as { type: string; object: PodLike };
        const { metadata } = object;
        if (type === "MODIFIED")
          seen.set(Number(metadata.resourceVersion), { writtenAt: Number(metadata.annotations?.[WRITTEN]), seenAt });
      }
    }
  };
  // That it ended too soon is seen by what it does not have.
  follow().catch(() => {});
  return seen;
}

interface PodLike {
  readonly metadata: { readonly resourceVersion: string; readonly annotations?: Readonly<Record<string, string>> };
}
