/** One figure, with what it is compared to. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the ratio is to; none for a figure that stands for itself. */
  readonly baseline?: string;
  readonly ratio?: number;
}

/** How long one call takes, in microseconds: the median of several rounds, after a warm-up of one. */
export function microseconds(call: () => unknown, { rounds = 7, roundMs = 200 } = {}): number {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const start = performance.now();
    let calls = 0;
    let elapsed = 0;
    do {
      call();
      calls += 1;
      elapsed = performance.now() - start;
    } while (elapsed < roundMs);
    if (round > 0) times.push((elapsed * 1000) / calls);
  }
  return median(times);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Heap that is in use after everything else was let go. Needs --expose-gc. */
export function usedHeap(): number {
  if (globalThis.gc === undefined) throw new Error("run node with --expose-gc");
  for (let i = 0; i < 4; i += 1) globalThis.gc();
  return process.memoryUsage().heapUsed;
}
