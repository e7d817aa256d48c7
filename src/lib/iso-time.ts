const DAY_MS = 86_400_000;

/** Days whose text is kept: nearly all times of an answer are of a few of them. */
const KEPT_DAYS = 4096;

const days = new Map<number, string>();
const pairs = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));

/** A time in ISO 8601, as Date's toISOString writes it, in a fraction of its time. Throws RangeError for a time that is none. */
export function isoTime(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  const rest = ms - day * DAY_MS;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const fraction = `${Math.floor((rest % 1000) / 100)}${pairs[rest % 100] ?? ""}`;
  return `${dayText(day)}${pairs[hours] ?? ""}:${pairs[minutes % 60] ?? ""}:${pairs[seconds % 60] ?? ""}.${fraction}Z`;
}

/** A day's part of the text, such as `2026-11-23T`. */
function dayText(day: number): string {
  const known = days.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY_MS).toISOString().replace(/T.*$/, "T");
  if (days.size >= KEPT_DAYS) days.clear();
  days.set(day, text);
  return text;
}
