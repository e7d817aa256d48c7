import type { Figure } from "./measure.ts";
import { median } from "./measure.ts";
import type { Lags } from "./push/lag.ts";
import { quantile } from "./push/lag.ts";
import { startPart } from "./push/part.ts";
import { onStage } from "./push/stage.ts";

const ROUNDS = 5;

/** How late changes of one cluster reach its subscribers while another sends 10,000 events a second, against the same without. */
export async function neighbour(): Promise<readonly Figure[]> {
  using noisy = await startPart<string>("noisy-cluster");
  const others = { noisy: { cluster: { server: noisy.started }, user: { token: "none" } } };
  const rounds: { readonly alone: Lags; readonly beside: Lags; readonly rate: number }[] = [];
  await onStage({ subscribers: 100, others }, async (round) => {
    for (let count = 0; count <= ROUNDS; count += 1) {
      const alone = await round();
      await noisy.ask("go");
      const begun = performance.now();
      const beside = await round();
      const rate = ((await noisy.ask<number>("halt")) * 1000) / (performance.now() - begun);
      if (count > 0) rounds.push({ alone, beside, rate });
    }
  });
  const against = (name: string, of: (lags: Lags) => Float64Array): Figure => {
    const p99 = (lags: Lags): number => quantile(of(lags), 0.99);
    const ratio = median(rounds.map(({ alone, beside }) => p99(beside) / p99(alone)));
    return { name, value: median(rounds.map(({ beside }) => p99(beside))), unit: "ms", baseline: "without it", ratio };
  };
  return [
    { name: "events taken of a noisy neighbour", value: median(rounds.map(({ rate }) => rate)), unit: "1/s" },
    against("  beside it, write to subscriber, p99", ({ pushed }) => pushed),
    against("  beside it, write to bare watcher, p99", ({ bare }) => bare),
  ];
}
