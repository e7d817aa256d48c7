/**
 * About how many bytes of heap a value takes, counted along its own fields and without what getters make. What values share is counted
 * for each, so that a bound in bytes is reached too early and never too late.
 */
export function sizeOf(value: unknown): number {
  if (typeof value === "string") return 24 + value.length;
  return typeof value === "object" && value !== null ? sizeOfObject(value) : 8;
}

function sizeOfObject(value: object): number {
  let size = 32;
  for (const key of Object.keys(value)) size += 8 + sizeOf((value as Record<string, unknown>)[key]);
  return size;
}
