const UNITS = [86_400_000, 3_600_000, 60_000, 1000, 1];

/** Durations as people write them, largest unit first: `30s`, `5m`, `1h30m`, `250ms`, `2d`. */
export const DURATION_PATTERN = /^(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** Milliseconds of a duration such as `1h30m`; null for anything else. */
export function parseDuration(text: string): number | null {
  const match = DURATION_PATTERN.exec(text);
  if (match === null) return null;
  return UNITS.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0);
}
