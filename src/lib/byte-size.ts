const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** Sizes as people write them: `256MiB`, `16MB`, `256 kB`, `1000B`. */
export const BYTE_SIZE_PATTERN = /^(\d+(?:\.\d+)?) ?(B|kB|MB|GB|KiB|MiB|GiB)$/;

/** Bytes of a size such as `256MiB`; null for anything else. */
export function parseByteSize(text: string): number | null {
  const [, amount, unit] = BYTE_SIZE_PATTERN.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return null;
  return Math.round(Number(amount) * (UNITS[unit] ?? 1));
}
