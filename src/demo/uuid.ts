import type { Random } from "../lib/random.ts";

/** A version 4 UUID, repeatable like all that comes from a seed. */
export function uuid(random: Random): string {
  const hex = (count: number): string => random.text(count, "0123456789abcdef");
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${random.pick(["8", "9", "a", "b"])}${hex(3)}-${hex(12)}`;
}

/** The end that Kubernetes gives to generated names: no vowels, so that it never says anything. */
export function nameSuffix(random: Random, length = 5): string {
  return random.text(length, "bcdfghjklmnpqrstvwxz2456789");
}
