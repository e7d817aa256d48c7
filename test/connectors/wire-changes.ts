import type { Decoder } from "../../connectors/kubernetes/decode.ts";
import { DecodeError } from "../../connectors/kubernetes/json.ts";
import type { NamedKind } from "../support/kinds.ts";
import { fixtureObject } from "../support/kinds.ts";

/** The names of the members on the way down to one. */
export type Place = readonly string[];

export interface Wire {
  readonly text: string;
  readonly places: readonly Place[];
}

/** Some of each type that JSON has, and numbers that GraphQL's Int has not. */
export const anyValues: readonly unknown[] = [
  [null, true, 0, -1, 1.5, 2 ** 40, "", "x", "a b\nc"],
  [[], [null], ["x"], [{}], {}, { a: 1 }],
].flat();

/** A kind's fixture as text, with every place in it but those of managedFields, which no kind reads. */
export function wireOf(named: NamedKind): Wire {
  const object = fixtureObject(named);
  return { text: JSON.stringify(object), places: placesIn(object).filter(([, name]) => name !== "managedFields") };
}

function placesIn(value: unknown, above: Place = []): readonly Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const place = [...above, name];
    return [place, ...placesIn(member, place)];
  });
}

export function memberAt(value: unknown, place: Place): unknown {
  return place.reduce((parent, name) => (parent as Record<string, unknown> | undefined)?.[name], value);
}

/** The object with a value in a place; as it is, where an earlier change took the place away. */
export function changed(text: string, place: Place, value: unknown): Record<string, unknown> {
  const object = JSON.parse(text) as Record<string, unknown>;
  const parent = memberAt(object, place.slice(0, -1)) ?? null;
  if (typeof parent === "object" && parent !== null)
    Object.assign(parent, { [place.at(-1) ?? ""]: structuredClone(value) });
  return object;
}

/** What becomes of an object, which is read whole when it is decoded. Throws what is no DecodeError. */
export function outcomeOf(
  { kind }: NamedKind,
  decoder: Decoder,
  object: Record<string, unknown>,
): "decoded" | "refused" | "not kept" {
  try {
    if (kind.keep?.(object) === false) return "not kept";
    readWhole(decoder.decode(kind, object));
    return "decoded";
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return "refused";
  }
}

/** Every member, those of the accessors too: none may throw, and no number may be none. */
function readWhole(value: unknown): void {
  if (typeof value === "number" && Number.isNaN(value)) throw new Error("a number that is none");
  if (typeof value !== "object" || value === null || value instanceof Date) return;
  for (const member of Object.values(value)) readWhole(member);
  const accessors = (proto: object): void => {
    if (proto === Object.prototype || proto === Array.prototype) return;
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(proto)))
      if (descriptor.get !== undefined) readWhole(Reflect.get(proto, name, value));
    accessors(Object.getPrototypeOf(proto));
  };
  accessors(Object.getPrototypeOf(value));
}
