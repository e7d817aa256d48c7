import type { Figure } from "./measure.ts";
import { median } from "./measure.ts";
import type { Lags } from "./push/lag.ts";
import { quantile } from "./push/lag.ts";
import { onStage } from "./push/stage.ts";

const ROUNDS = 5;

/** How far 1,000 subscribers, of whom each hears a tenth of 200 changes a second, are behind a bare watch of the same API server. */
export async function push(): Promise<readonly Figure[]> {
  const rounds: Lags[] = [];
  await onStage({ subscribers: 1000 }, async (round) => {
    for (let count = 0; count <= ROUNDS; count += 1) {
      const lags = await round();
      if (count > 0) rounds.push(lags);
    }
  });
  return [0.5, 0.99].map((part) => {
    const ratios = rounds.map(({ pushed, bare }) => quantile(pushed, part) / quantile(bare, part));
    return {
      name: `push to 1,000 subscribers, p${part * 100} behind`,
      value: median(rounds.map(({ behind }) => quantile(behind, part))),
      unit: "ms",
      baseline: "write to bare watcher",
      ratio: median(ratios),
    };
  });
}
