/**
 * About how many bytes of heap a value takes, counted along its own fields and without what getters make. What values share is counted
 * for each, so that a bound in bytes is reached too early and never too late. It goes down any number of levels without a stack.
 */
export function sizeOf(value: unknown): number {
  const objects: Fields[] = [];
  let size = ownSize(value);
  if (isObject(value)) objects.push(value);
  for (let object = objects.pop(); object !== undefined; object = objects.pop())
    for (const key of Object.keys(object)) {
      const field = object[key];
      size += 8 + ownSize(field);
      if (isObject(field)) objects.push(field);
    }
  return size;
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

/** Without what an object's fields hold. */
function ownSize(value: unknown): number {
  if (typeof value === "string") return 24 + value.length;
  return isObject(value) ? 32 : 8;
}
