import type { Random } from "../../../src/lib/random.ts";

/** Few, so that objects meet. */
export const namespaces = ["@a", "@b", "@c"] as const;
export const plainHosts = ["api.example", "web.example", "x.api.example"] as const;
export const serviceNames = ["web", "db"] as const;

export function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}

export function some<T>(random: Random, least: number, most: number, make: (at: number) => T): readonly T[] {
  return Array.from({ length: least + random.int(most - least + 1) }, (_, at) => make(at));
}

export function randomExportTo(random: Random): object {
  if (chance(random, 0.5)) return {};
  const exportTo = random.pick([["."], ["."], ["*"], ["@b"], ["@a", "@c"], [".", "@a"], ["~"]]);
  return { exportTo };
}
